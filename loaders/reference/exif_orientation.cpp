#include "reference/exif_orientation.hpp"

#include <cstdlib>
#include <cstring>
#include <utility>

namespace proofload::reference {
namespace {

constexpr std::uint32_t start_of_scan = 0xDA;
constexpr std::uint32_t application_1 = 0xE1;

/// Numbers out of untrusted bytes: behind the end everything is 0.
class Numbers {
 public:
  explicit Numbers(std::span<const std::byte> bytes) : bytes_(bytes) {}

  void take_little_endian() { little_ = true; }
  [[nodiscard]] std::uint32_t operator()(std::size_t at, std::size_t width) const {
    if (at > bytes_.size() || width > bytes_.size() - at) {
      return 0;
    }
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = value << 8U | std::to_integer<std::uint32_t>(bytes_[at + (little_ ? width - 1 - i : i)]);
    }
    return value;
  }

 private:
  std::span<const std::byte> bytes_;
  bool little_ = false;
};

/// `tiff`: what stands behind "Exif" and its two zeros.
std::uint8_t orientation_in(std::span<const std::byte> tiff) {
  Numbers number(tiff);
  if (number(0, 2) == 0x4949) {
    number.take_little_endian();
  } else if (number(0, 2) != 0x4D4D) {
    return 1;
  }
  if (number(2, 2) != 42) {
    return 1;
  }
  const std::size_t directory = number(4, 4);
  const std::size_t entries = number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    constexpr std::uint32_t orientation = 0x0112;
    constexpr std::uint32_t short_number = 3;
    if (number(entry, 2) == orientation && number(entry + 2, 2) == short_number && number(entry + 4, 4) == 1) {
      const std::uint32_t value = number(entry + 8, 2);
      return value >= 1 && value <= 8 ? static_cast<std::uint8_t>(value) : std::uint8_t{1};
    }
  }
  return 1;
}

}  // namespace

std::uint8_t exif_orientation(std::span<const std::byte> file) {
  const Numbers number(file);
  if (number(0, 2) != 0xFFD8) {
    return 1;
  }
  std::size_t at = 2;
  while (number(at, 1) == 0xFF) {
    const std::uint32_t marker = number(at + 1, 1);
    if (marker == 0xFF) {  // filling
      ++at;
      continue;
    }
    const std::size_t length = number(at + 2, 2);
    if (marker == start_of_scan || length < 2 || length > file.size() - at - 2) {
      return 1;
    }
    constexpr std::size_t name_size = 6;
    const auto data = file.subspan(at + 4, length - 2);
    if (marker == application_1 && data.size() > name_size && std::memcmp(data.data(), "Exif\0\0", name_size) == 0) {
      return orientation_in(data.subspan(name_size));
    }
    at += 2 + length;
  }
  return 1;
}

std::expected<Pixels, std::string> upright(Pixels stored, std::uint8_t orientation) {
  if (orientation == 1) {
    return stored;
  }
  const std::size_t pixel = std::size_t{stored.channels} * (stored.depth == Pixels::Depth::sixteen ? 2 : 1);
  const std::size_t width = stored.width;
  const std::size_t height = stored.height;
  Pixels turned{.data = {std::malloc(pixel * width * height), std::free},
                .width = stored.width,
                .height = stored.height,
                .channels = stored.channels,
                .depth = stored.depth};
  if (turned.data == nullptr) {
    return std::unexpected("no memory to turn it");
  }
  if (orientation >= 5) {
    std::swap(turned.width, turned.height);
  }
  const auto* const from = static_cast<const std::byte*>(stored.data.get());
  auto* const to = static_cast<std::byte*>(turned.data.get());
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      // Where the pixel is to be seen: the first row is at the top, the bottom, or, from 5 on, at a side.
      const std::size_t right = width - 1 - x;
      const std::size_t low = height - 1 - y;
      std::size_t column = x;
      std::size_t row = y;
      switch (orientation) {
        case 2:
          column = right;
          break;
        case 3:
          column = right;
          row = low;
          break;
        case 4:
          row = low;
          break;
        case 5:
          column = y;
          row = x;
          break;
        case 6:
          column = low;
          row = x;
          break;
        case 7:
          column = low;
          row = right;
          break;
        default:
          column = y;
          row = right;
          break;
      }
      std::memcpy(to + (row * turned.width + column) * pixel, from + (y * width + x) * pixel, pixel);
    }
  }
  return turned;
}

std::expected<Pixels, std::string> decode_upright(std::span<const std::byte> file, std::size_t budget) {
  // The picture takes a third of the budget at most, so it can be there twice.
  auto pixels = decode_image(file, budget);
  return pixels ? upright(std::move(*pixels), exif_orientation(file)) : std::move(pixels);
}

}  // namespace proofload::reference
