/// The parts of PNG and JPEG files that faults aim at, found without trusting a single length in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace proofload {

inline constexpr std::size_t png_signature_size = 8;

bool is_png(std::span<const std::byte> bytes);
bool is_jpeg(std::span<const std::byte> bytes);
bool is_bmp(std::span<const std::byte> bytes);

/// A number of `width` bytes at `offset`, the highest first; all of it must lie within.
std::uint32_t big_endian(std::span<const std::byte> bytes, std::size_t offset, std::size_t width);
void put_big_endian(std::span<std::byte> bytes, std::size_t offset, std::size_t width, std::uint32_t value);

/// A chunk that is there as a whole: length, type, data, checksum.
struct PngChunk {
  std::size_t start = 0;  ///< of its length
  std::size_t data = 0;   ///< size

  [[nodiscard]] std::size_t payload() const { return start + 8; }
  [[nodiscard]] std::size_t checksum() const { return start + 8 + data; }
  [[nodiscard]] std::size_t end() const { return start + 12 + data; }
};
/// Up to the first chunk that is torn.
std::vector<PngChunk> png_chunks(std::span<const std::byte> bytes);
std::uint32_t png_checksum(std::span<const std::byte> bytes, const PngChunk& chunk);

/// A segment: 0xFF, the marker, and, but for bare markers, a length that counts itself.
struct JpegSegment {
  std::size_t start = 0;  ///< of its 0xFF
  std::uint8_t marker = 0;
  std::size_t size = 2;  ///< with marker and length

  [[nodiscard]] bool is_frame() const {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }
  [[nodiscard]] bool is_restart() const { return marker >= 0xD0 && marker <= 0xD7; }
  [[nodiscard]] std::size_t end() const { return start + size; }
};
/// Up to the end marker or the first segment that is torn; restart markers within scans included.
std::vector<JpegSegment> jpeg_segments(std::span<const std::byte> bytes);

}  // namespace proofload
