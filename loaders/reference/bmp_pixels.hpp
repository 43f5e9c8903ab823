/// The pixels of a BMP that `check_bmp` has passed.
///
/// stb_image reads BMP, too, but takes the masks of headers of 56 bytes from the wrong place, and what is missing at
/// the end of a file for black; so these few lines do it.
#pragma once

#include <expected>
#include <string>

#include "reference/bmp_check.hpp"
#include "reference/pixels.hpp"

namespace proofload::reference {

/// RGB, or RGB and alpha, of eight bits. Refuses pixels that point behind the end of the palette.
std::expected<Pixels, std::string> bmp_pixels(const BmpFacts& facts);

}  // namespace proofload::reference
