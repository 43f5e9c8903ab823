/// Checks a PNG file before any decoder sees it: structure, all checksums, and that the pixel data is exactly complete.
///
/// It allocates nothing that depends on what the file claims, but two rows of a palette image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>

namespace proofload::reference {

struct PngFacts {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint8_t bit_depth = 0;
  std::uint32_t channels = 0;  ///< of the decoded image, alpha from transparency included
  enum class Idat : std::uint8_t { plain, some_empty } idat = {};  ///< empty IDAT chunks are legal
};

/// `limit`: bytes that the decoded image may have. The error is the reason, for people.
std::expected<PngFacts, std::string> check_png(std::span<const std::byte> file, std::size_t limit);

}  // namespace proofload::reference
