#include "reference/bmp_pixels.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace proofload::reference {
namespace {

std::uint8_t at(std::span<const std::byte> bytes, std::size_t offset) {
  return std::to_integer<std::uint8_t>(bytes[offset]);
}

/// A value of so many bits as one of eight: the greatest becomes 255.
std::uint8_t widened(std::uint32_t value, std::uint32_t bits) {
  const std::uint32_t most = (1U << bits) - 1;
  return static_cast<std::uint8_t>((value * 255U + most / 2) / most);
}

/// Writes a row of palette colors. False: a pixel points behind the end.
bool colors_of(const BmpFacts& facts, std::span<const std::byte> row, std::uint8_t* out) {
  const std::uint32_t bits = facts.bits_per_pixel;
  for (std::uint32_t x = 0; x < facts.width; ++x) {
    const std::uint32_t bit = x * bits;
    const std::uint32_t index = (at(row, bit / 8) >> (8 - bits - bit % 8)) & ((1U << bits) - 1);
    const std::size_t entry = index * facts.entry_size;
    if (entry >= facts.palette.size()) {
      return false;
    }
    for (std::size_t c = 0; c < 3; ++c) {
      *out++ = at(facts.palette, entry + 2 - c);
    }
  }
  return true;
}

void plain_colors_of(const BmpFacts& facts, std::span<const std::byte> row, std::uint8_t* out) {
  const std::size_t width = facts.bits_per_pixel / 8;
  for (std::size_t x = 0; x < facts.width; ++x) {
    std::uint32_t pixel = 0;
    for (std::size_t i = width; i-- > 0;) {
      pixel = pixel << 8U | at(row, x * width + i);
    }
    for (std::size_t c = 0; c < facts.channels; ++c) {
      const auto [shift, bits] = facts.masks[c];
      *out++ = widened((pixel >> shift) & ((1U << bits) - 1), bits);
    }
  }
}

}  // namespace

std::expected<Pixels, std::string> bmp_pixels(const BmpFacts& facts) {
  const std::size_t row_values = std::size_t{facts.width} * facts.channels;
  Pixels pixels{.data = {std::malloc(row_values * facts.height), std::free},
                .width = facts.width,
                .height = facts.height,
                .channels = facts.channels};
  if (pixels.data == nullptr) {
    return std::unexpected("no memory for its pixels");
  }
  auto* const out = static_cast<std::uint8_t*>(pixels.data.get());
  for (std::uint32_t y = 0; y < facts.height; ++y) {
    const std::uint32_t stored = facts.rows == BmpFacts::Rows::top_down ? y : facts.height - 1 - y;
    const auto row = facts.pixels.subspan(stored * facts.row_size, facts.row_size);
    if (facts.bits_per_pixel > 8) {
      plain_colors_of(facts, row, out + y * row_values);
    } else if (!colors_of(facts, row, out + y * row_values)) {
      return std::unexpected(
          fmt::format("row {}, at byte {} of the rows: a pixel points behind the palette's {} colors", y,
                      stored * facts.row_size, facts.palette.size() / facts.entry_size));
    }
  }
  return pixels;
}

}  // namespace proofload::reference
