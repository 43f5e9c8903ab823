/// A picture is a decoded image, as the file stores it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace proofload {

struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t channels = 0;         ///< 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA; palettes are expanded
  std::uint32_t maximum = 255;        ///< of a value: 255, or 65535 for 16-bit files
  std::vector<std::uint16_t> values;  ///< height x width x channels, row by row

  [[nodiscard]] std::uint16_t at(std::uint32_t x, std::uint32_t y, std::uint32_t channel) const {
    return values[(std::size_t{y} * width + x) * channels + channel];
  }

  bool operator==(const Picture&) const = default;
};

}  // namespace proofload
