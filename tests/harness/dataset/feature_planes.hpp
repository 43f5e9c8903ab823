/// Pictures as the features that a loader would make of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "dataset/picture.hpp"
#include "dataset/trace_code.hpp"

namespace proofload::test {

/// Planes of floats, channel by channel.
struct Features {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t channels = 0;
  std::vector<float> values;

  [[nodiscard]] Planes planes() const {
    return {values, width, height, channels, std::size_t{width} * height, width, 1};
  }
  [[nodiscard]] float& at(std::uint32_t x, std::uint32_t y, std::uint32_t channel) {
    return values[(std::size_t{channel} * height + y) * width + x];
  }
};

inline Features make_features(std::uint32_t width, std::uint32_t height, std::uint32_t channels,
                              const std::function<double(std::uint32_t, std::uint32_t, std::uint32_t)>& value) {
  Features features{width, height, channels, std::vector<float>(std::size_t{width} * height * channels)};
  for (std::uint32_t c = 0; c < channels; ++c) {
    for (std::uint32_t y = 0; y < height; ++y) {
      for (std::uint32_t x = 0; x < width; ++x) {
        features.at(x, y, c) = static_cast<float>(value(x, y, c));
      }
    }
  }
  return features;
}

/// Bilinear, half-pixel centers; fractions of the maximum.
inline Features resized(const Picture& picture, std::uint32_t width, std::uint32_t height) {
  const auto position = [](std::uint32_t target, std::uint32_t size, std::uint32_t source) {
    return std::clamp((target + 0.5) * source / size - 0.5, 0.0, source - 1.0);
  };
  return make_features(width, height, picture.channels, [&](std::uint32_t x, std::uint32_t y, std::uint32_t c) {
    const double px = position(x, width, picture.width);
    const double py = position(y, height, picture.height);
    const auto x0 = static_cast<std::uint32_t>(px);
    const auto y0 = static_cast<std::uint32_t>(py);
    const std::uint32_t x1 = std::min(x0 + 1, picture.width - 1);
    const std::uint32_t y1 = std::min(y0 + 1, picture.height - 1);
    const double fx = px - x0;
    const double fy = py - y0;
    const double top = picture.at(x0, y0, c) * (1 - fx) + picture.at(x1, y0, c) * fx;
    const double bottom = picture.at(x0, y1, c) * (1 - fx) + picture.at(x1, y1, c) * fx;
    return (top * (1 - fy) + bottom * fy) / picture.maximum;
  });
}

}  // namespace proofload::test
