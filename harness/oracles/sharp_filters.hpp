/// Sharp filters are those that add a little of an edge beside it (cubic, Lanczos): how far from a smooth filter's
/// value any of the usual ones may be.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace proofload {

/// One channel of a picture, row by row.
struct Plane {
  std::span<const float> values;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

/// The least and the greatest value at each position of a target size, row by row, over cubic filters (a = -0.5 and
/// -0.75) and Lanczos ones (2, 3 and 4 lobes), stretched when the picture shrinks or not, and with what lies beyond
/// the border left out or repeated.
struct Envelope {
  std::vector<float> low;
  std::vector<float> high;
};
Envelope sharp_envelope(const Plane& plane, std::uint32_t width, std::uint32_t height);

}  // namespace proofload
