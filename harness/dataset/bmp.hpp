/// What the header of a BMP file says, walked without trusting any of it. Never uses loaders/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace proofload {

inline constexpr std::size_t bmp_file_header = 14;  ///< bytes before the header that names its own size

/// The fields as they are stored; what a short header lacks is 0, what it says in two bytes is brought to four.
struct BmpHeader {
  std::uint32_t file_size = 0;
  std::uint32_t pixels_at = 0;
  std::uint32_t header_size = 0;
  std::int64_t width = 0;
  std::int64_t height = 0;  ///< negative: the first row is the top one
  std::uint32_t planes = 0;
  std::uint32_t bits = 0;  ///< of a pixel
  std::uint32_t compression = 0;
  std::uint32_t pixels_size = 0;
  std::uint32_t colors = 0;
  std::array<std::uint32_t, 4> masks = {};  ///< red, green, blue, alpha of 16 and 32 bits: those named, or the usual

  [[nodiscard]] bool is_core() const { return header_size == 12; }
  /// Entries of the palette that pixels point into; 0 when they do not.
  [[nodiscard]] std::uint64_t palette() const { return bits > 8 ? 0 : colors != 0 ? colors : std::uint64_t{1} << bits; }
  [[nodiscard]] std::size_t palette_at() const;  ///< behind the header, and the masks where they stand behind it
  [[nodiscard]] std::size_t entry_size() const { return is_core() ? 3 : 4; }
  [[nodiscard]] std::uint64_t rows() const { return static_cast<std::uint64_t>(height < 0 ? -height : height); }
  /// Bytes of a row, filled up to four. The width must not be negative.
  [[nodiscard]] std::uint64_t row_size() const { return (static_cast<std::uint64_t>(width) * bits + 31) / 32 * 4; }
};

/// Nothing: the file ends before its header does, or the header is of a size that no version has.
std::optional<BmpHeader> bmp_header(std::span<const std::byte> file);

}  // namespace proofload
