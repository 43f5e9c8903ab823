#include "faults/image_bytes.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace proofload {
namespace {

bool starts_with(std::span<const std::byte> bytes, std::span<const std::uint8_t> magic) {
  return bytes.size() >= magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin(), [](auto m, std::byte b) {
           return m == std::to_integer<std::uint8_t>(b);
         });
}

constexpr std::uint8_t scan_marker = 0xDA;
constexpr std::uint8_t end_marker = 0xD9;

bool is_bare(std::uint8_t marker) { return (marker >= 0xD0 && marker <= end_marker) || marker == 0x01; }

}  // namespace

bool is_png(std::span<const std::byte> bytes) {
  static constexpr std::array<std::uint8_t, png_signature_size> magic = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  return starts_with(bytes, magic);
}

bool is_jpeg(std::span<const std::byte> bytes) {
  static constexpr std::array<std::uint8_t, 3> magic = {0xFF, 0xD8, 0xFF};
  return starts_with(bytes, magic);
}

bool is_bmp(std::span<const std::byte> bytes) {
  static constexpr std::array<std::uint8_t, 2> magic = {'B', 'M'};
  return starts_with(bytes, magic);
}

std::uint32_t big_endian(std::span<const std::byte> bytes, std::size_t offset, std::size_t width) {
  std::uint32_t value = 0;
  for (const std::byte b : bytes.subspan(offset, width)) {
    value = value << 8U | std::to_integer<std::uint32_t>(b);
  }
  return value;
}

void put_big_endian(std::span<std::byte> bytes, std::size_t offset, std::size_t width, std::uint32_t value) {
  for (std::size_t i = width; i-- > 0; value >>= 8U) {
    bytes[offset + i] = static_cast<std::byte>(value & 0xFFU);
  }
}

std::vector<PngChunk> png_chunks(std::span<const std::byte> bytes) {
  std::vector<PngChunk> chunks;
  if (!is_png(bytes)) {
    return chunks;
  }
  std::size_t offset = png_signature_size;
  while (bytes.size() - offset >= 12) {
    const std::size_t data = big_endian(bytes, offset, 4);
    if (data > bytes.size() - offset - 12) {
      break;
    }
    chunks.push_back({offset, data});
    offset = chunks.back().end();
  }
  return chunks;
}

std::uint32_t png_checksum(std::span<const std::byte> bytes, const PngChunk& chunk) {
  const auto covered = bytes.subspan(chunk.start + 4, 4 + chunk.data);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib takes its own byte type
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(covered.data()), covered.size()));
}

std::vector<JpegSegment> jpeg_segments(std::span<const std::byte> bytes) {
  std::vector<JpegSegment> segments;
  if (!is_jpeg(bytes)) {
    return segments;
  }
  std::size_t offset = 0;
  while (offset + 2 <= bytes.size()) {
    if (bytes[offset] != std::byte{0xFF}) {
      break;
    }
    const auto marker = std::to_integer<std::uint8_t>(bytes[offset + 1]);
    if (marker == 0xFF) {  // filling
      ++offset;
      continue;
    }
    JpegSegment segment{offset, marker, 2};
    if (!is_bare(marker)) {
      if (offset + 4 > bytes.size()) {
        break;
      }
      segment.size = 2 + big_endian(bytes, offset + 2, 2);
      if (segment.size < 4 || segment.size > bytes.size() - offset) {
        break;
      }
    }
    segments.push_back(segment);
    offset = segment.end();
    if (marker == end_marker) {
      break;
    }
    if (marker == scan_marker || (marker >= 0xD0 && marker <= 0xD7)) {
      // Coded data: 0xFF is followed by 0 there.
      while (offset + 2 <= bytes.size() && (bytes[offset] != std::byte{0xFF} || bytes[offset + 1] == std::byte{0})) {
        ++offset;
      }
    }
  }
  return segments;
}

}  // namespace proofload
