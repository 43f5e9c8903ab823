/// Checks a BMP file before its pixels are read: header, sizes, and that every row is there to its last byte.
///
/// A BMP has no checksum and no end marker: that it is whole shows in the sizes it names, and a changed pixel shows in
/// nothing. Run lengths, and pixels that are a JPEG or a PNG of their own, are refused by name. It allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>

namespace proofload::reference {

struct BmpFacts {
  enum class Rows : std::uint8_t { bottom_up, top_down };
  /// Where a channel lies in a pixel of 16 or 32 bits; no bits: it is not there.
  struct Channel {
    std::uint32_t shift = 0;
    std::uint32_t bits = 0;
  };

  std::uint32_t width = 0;
  std::uint32_t height = 0;
  Rows rows = Rows::bottom_up;
  std::uint32_t bits_per_pixel = 0;    ///< 1, 4 or 8 point into the palette; 16, 24, 32
  std::uint32_t channels = 0;          ///< of the decoded image: 3, or 4 where the header names an alpha mask
  std::span<const std::byte> palette;  ///< blue, green, red, and one byte more where `entry_size` is 4
  std::size_t entry_size = 4;          ///< bytes of a palette's entry
  std::span<const std::byte> pixels;   ///< all rows, each of `row_size` bytes, as they are stored
  std::size_t row_size = 0;            ///< filled up to four bytes
  std::array<Channel, 4> masks = {};   ///< red, green, blue, alpha; of 16 and 32 bits
};

/// `limit`: bytes that the decoded image may have. The facts point into the file. The error is the reason, for people.
std::expected<BmpFacts, std::string> check_bmp(std::span<const std::byte> file, std::size_t limit);

}  // namespace proofload::reference
