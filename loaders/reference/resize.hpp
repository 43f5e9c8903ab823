/// Brings an image to a size: bilinear, half-pixel centers, clamped at the edges; RGB floats in [0, 1].
///
/// Grey is put in all three channels and alpha is left out. A black image is 0 and a white one 1 exactly, and no value
/// lies outside of those that it is made from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "reference/pixels.hpp"

namespace proofload::reference {

enum class PixelLayout : std::uint8_t { chw, hwc };

class Resizer {
 public:
  Resizer(std::uint32_t height, std::uint32_t width, PixelLayout layout);

  /// `into` has 3 x height x width values.
  void resize(const Pixels& pixels, std::span<float> into);

 private:
  /// Where a target position lies between two source positions.
  struct Tap {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    float part = 0;  ///< of the higher one
  };

  void place(std::vector<Tap>& taps, std::uint32_t source, std::uint32_t target);
  template <class T>
  void resize_as(const Pixels& pixels, std::span<float> into);

  std::uint32_t height_;
  std::uint32_t width_;
  PixelLayout layout_;
  std::vector<Tap> columns_;
  std::vector<Tap> rows_;
  std::vector<float> upper_;  ///< a source row, brought to the target width: RGB interleaved
  std::vector<float> lower_;
};

}  // namespace proofload::reference
