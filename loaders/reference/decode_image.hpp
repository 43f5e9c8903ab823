/// Decodes an image file of untrusted bytes, PNG, JPEG or BMP by its first bytes, and refuses what is damaged.
///
/// First the structure is checked, with all checksums (`check_png`, `check_jpeg`, `check_bmp`); only
/// what passes reaches a decoder.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>

#include "reference/pixels.hpp"

namespace proofload::reference {

/// How bytes become pixels. `budget`: bytes of memory that decoding may use. The error is the reason, for people.
using DecodeImage = std::expected<Pixels, std::string>(std::span<const std::byte> file, std::size_t budget);

DecodeImage decode_image;

}  // namespace proofload::reference
