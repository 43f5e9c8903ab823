/// stb_image as it comes: every format, no budget, no checks. It is for a specimen that trusts its input.
#pragma once

#include "reference/decode_image.hpp"

namespace proofload::reference::stb {

/// Hands the bytes straight to stb; `budget` is not looked at.
DecodeImage decode_raw;

}  // namespace proofload::reference::stb
