#include <algorithm>
#include <stdexcept>

#include "dataset/encode.hpp"

namespace proofload {

std::vector<Rgb> palette_of(const Picture& picture, Random& random) {
  std::vector<Rgb> palette;
  for (std::size_t i = 0; i < picture.values.size(); i += 3) {
    const std::uint16_t* pixel = &picture.values[i];
    const Rgb color = {static_cast<std::uint8_t>(pixel[0]), static_cast<std::uint8_t>(pixel[1]),
                       static_cast<std::uint8_t>(pixel[2])};
    if (std::ranges::find(palette, color) == palette.end()) {
      if (palette.size() == 256) {
        throw std::runtime_error("encoding an image: more than 256 colors for a palette");
      }
      palette.push_back(color);
    }
  }
  shuffle(palette, random);
  return palette;
}

std::vector<std::uint8_t> indexed_rows(const Picture& picture, const std::vector<Rgb>& palette, std::uint32_t depth,
                                       std::size_t row_size) {
  std::vector<std::uint8_t> rows(row_size * picture.height);
  for (std::uint32_t y = 0; y < picture.height; ++y) {
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      const auto found = std::ranges::find_if(palette, [&](const Rgb& entry) {
        return entry[0] == picture.at(x, y, 0) && entry[1] == picture.at(x, y, 1) && entry[2] == picture.at(x, y, 2);
      });
      const auto index = static_cast<std::uint32_t>(found - palette.begin());
      const std::uint32_t shift = 8 - depth - (x * depth) % 8;
      std::uint8_t& byte = rows[y * row_size + x * depth / 8];
      byte = static_cast<std::uint8_t>(byte | (index << shift));
    }
  }
  return rows;
}

}  // namespace proofload
