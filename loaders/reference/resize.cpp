#include "reference/resize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace proofload::reference {

Resizer::Resizer(std::uint32_t height, std::uint32_t width, PixelLayout layout)
    : height_(height),
      width_(width),
      layout_(layout),
      columns_(width),
      rows_(height),
      upper_(3 * std::size_t{width}),
      lower_(3 * std::size_t{width}) {}

void Resizer::resize(const Pixels& pixels, std::span<float> into) {
  place(columns_, pixels.width, width_);
  place(rows_, pixels.height, height_);
  if (pixels.depth == Pixels::Depth::sixteen) {
    resize_as<std::uint16_t>(pixels, into);
  } else {
    resize_as<std::uint8_t>(pixels, into);
  }
}

void Resizer::place(std::vector<Tap>& taps, std::uint32_t source, std::uint32_t target) {
  const double ratio = static_cast<double>(source) / target;
  for (std::uint32_t t = 0; t < target; ++t) {
    const double at = std::clamp((t + 0.5) * ratio - 0.5, 0.0, static_cast<double>(source - 1));
    const auto low = static_cast<std::uint32_t>(at);
    taps[t] = {low, std::min(low + 1, source - 1), static_cast<float>(at - low)};
  }
}

namespace {

/// `a + (b - a) * part` never leaves [a, b] here: with integers of 16 bits the difference is exact, and rounding is
/// monotone.
float between(float a, float b, float part) { return a + (b - a) * part; }

/// Brings one source row to the target width, as RGB.
template <std::size_t channels, class T, class Taps>
void resize_row(const T* row, const Taps& columns, float* into) {
  constexpr std::size_t green = channels < 3 ? 0 : 1;
  constexpr std::size_t blue = channels < 3 ? 0 : 2;
  for (const auto& tap : columns) {
    const T* low = row + tap.low * channels;
    const T* high = row + tap.high * channels;
    into[0] = between(low[0], high[0], tap.part);
    into[1] = between(low[green], high[green], tap.part);
    into[2] = between(low[blue], high[blue], tap.part);
    into += 3;
  }
}

}  // namespace

template <class T>
void Resizer::resize_as(const Pixels& pixels, std::span<float> into) {
  constexpr auto most = static_cast<float>(std::numeric_limits<T>::max());
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  const auto* source = static_cast<const T*>(pixels.data.get());
  const std::size_t stride = std::size_t{pixels.width} * pixels.channels;
  const auto horizontally = [&](std::uint32_t y, std::vector<float>& row) {
    const T* from = source + y * stride;
    switch (pixels.channels) {
      case 1:
        return resize_row<1>(from, columns_, row.data());
      case 2:
        return resize_row<2>(from, columns_, row.data());
      case 3:
        return resize_row<3>(from, columns_, row.data());
      default:
        return resize_row<4>(from, columns_, row.data());
    }
  };
  std::uint32_t upper_is = none;
  std::uint32_t lower_is = none;
  const std::size_t plane = std::size_t{height_} * width_;
  for (std::uint32_t y = 0; y < height_; ++y) {
    const Tap tap = rows_[y];
    if (tap.low != upper_is) {
      if (tap.low == lower_is) {
        std::swap(upper_, lower_);
        std::swap(upper_is, lower_is);
      } else {
        horizontally(tap.low, upper_);
        upper_is = tap.low;
      }
    }
    if (tap.high != lower_is && tap.part != 0) {
      horizontally(tap.high, lower_);
      lower_is = tap.high;
    }
    const float* a = upper_.data();
    const float* b = tap.part != 0 ? lower_.data() : a;
    if (layout_ == PixelLayout::hwc) {
      float* to = into.data() + std::size_t{y} * width_ * 3;
      for (std::size_t k = 0; k < std::size_t{width_} * 3; ++k) {
        to[k] = std::min(between(a[k], b[k], tap.part) / most, 1.0F);
      }
    } else {
      float* to = into.data() + std::size_t{y} * width_;
      for (std::size_t x = 0; x < width_; ++x) {
        for (std::size_t c = 0; c < 3; ++c) {
          to[c * plane + x] = std::min(between(a[3 * x + c], b[3 * x + c], tap.part) / most, 1.0F);
        }
      }
    }
  }
}

}  // namespace proofload::reference
