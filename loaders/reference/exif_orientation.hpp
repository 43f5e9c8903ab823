/// The orientation that a JPEG's EXIF block gives, and pictures turned by it.
///
/// A block that cannot be read says nothing: cameras write many, and the picture is none the worse for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>

#include "reference/decode_image.hpp"

namespace proofload::reference {

/// 1 to 8; 1 (as it is stored) for a file without an EXIF block, or without a word on orientation in it.
std::uint8_t exif_orientation(std::span<const std::byte> file);

/// The picture as it is to be looked at. `orientation` is 1 to 8. The error: no memory for it.
std::expected<Pixels, std::string> upright(Pixels stored, std::uint8_t orientation);

/// `decode_image`, turned.
DecodeImage decode_upright;

}  // namespace proofload::reference
