#include "dataset/image_shape.hpp"

#include <algorithm>

namespace proofload {

std::optional<ImageShape> image_shape(const Features& features) {
  if (features.shape.size() != 3 || std::ranges::any_of(features.shape, [](const Axis& axis) {
        return axis.extent != Axis::Extent::fixed || axis.size <= 0 || axis.size > 1 << 14;
      })) {
    return std::nullopt;
  }
  const auto colors = [](std::int64_t size) { return size == 1 || size == 3 || size == 4; };
  const auto size = [&](std::size_t axis) { return static_cast<std::uint32_t>(features.shape[axis].size); };
  ImageShape shape;
  const bool first =
      features.layout == Layout::chw || (features.layout == Layout::automatic && colors(features.shape[0].size));
  if (!colors(features.shape[first ? 0 : 2].size)) {
    return std::nullopt;
  }
  if (first) {
    shape = {size(0), size(1), size(2), std::size_t{size(1)} * size(2), size(2), 1};
  } else {
    shape = {size(2), size(0), size(1), 1, std::size_t{size(1)} * size(2), size(2)};
  }
  return shape;
}

}  // namespace proofload
