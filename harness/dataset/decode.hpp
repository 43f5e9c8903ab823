/// Independent decoders of images: libspng and libjpeg-turbo; and a walk over the rows of a BMP.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "dataset/picture.hpp"

namespace proofload {

struct Decoded {
  enum class How : std::uint8_t { cleanly, with_warnings, not_at_all };
  How how = How::not_at_all;
  std::string message;                     ///< of the decoder, unless cleanly
  std::shared_ptr<const Picture> picture;  ///< unless not at all
};

/// Checksums are not looked at.
Decoded decode_png(std::span<const std::byte> file);
Decoded decode_jpeg(std::span<const std::byte> file);
/// Plain pixels only. Rows that the file does not have are black.
Decoded decode_bmp(std::span<const std::byte> file);

}  // namespace proofload
