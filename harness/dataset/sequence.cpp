#include "dataset/sequence.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace proofload {
namespace {

double component(const std::vector<double>& values, std::size_t channel, double otherwise) {
  if (values.empty()) {
    return otherwise;
  }
  return values.size() == 1 ? values.front() : channel < values.size() ? values[channel] : otherwise;
}

}  // namespace

double scale_of(const Transform& transform, std::size_t channel) { return component(transform.scale, channel, 1); }
double offset_of(const Transform& transform, std::size_t channel) { return component(transform.offset, channel, 0); }

std::optional<SequenceShape> sequence_shape(const Features& features) {
  const auto& axes = features.shape;
  constexpr std::int64_t most = 1 << 24;
  if (axes.empty() || axes.size() > 2 || axes[0].size <= 0 || axes[0].size > most) {
    return std::nullopt;
  }
  SequenceShape shape{static_cast<std::size_t>(axes[0].size), 1, SequenceShape::Axes::steps};
  if (axes.size() == 2) {
    if (axes[1].extent != Axis::Extent::fixed || axes[1].size <= 0 || axes[1].size > 4096) {
      return std::nullopt;
    }
    shape.channels = static_cast<std::size_t>(axes[1].size);
    shape.axes = SequenceShape::Axes::steps_and_channels;
  }
  return shape;
}

StoredRange range_of(Dtype dtype) {
  const auto whole = []<class T>(T) {
    return StoredRange{static_cast<double>(std::numeric_limits<T>::lowest()),
                       static_cast<double>(std::numeric_limits<T>::max())};
  };
  const auto floating = [](double greatest) { return StoredRange{-greatest, greatest}; };
  switch (dtype) {
    case Dtype::boolean:
      return {0, 1};
    case Dtype::uint8:
      return whole(std::uint8_t{});
    case Dtype::int8:
      return whole(std::int8_t{});
    case Dtype::int16:
      return whole(std::int16_t{});
    case Dtype::int32:
      return whole(std::int32_t{});
    case Dtype::int64:
      return whole(std::int64_t{});
    case Dtype::float16:
      return floating(65504);
    case Dtype::float32:
      return floating(std::numeric_limits<float>::max());
    case Dtype::float64:
    case Dtype::undeclared:
      break;
  }
  return floating(std::numeric_limits<double>::max());
}

StoredRange stored_range(const Declaration& declaration, std::size_t channel) {
  const auto& range = declaration.features.range;
  if (const auto* text = std::get_if<Text>(&declaration.reads); text != nullptr && !range) {
    return {0, static_cast<double>(std::max<std::size_t>(text->vocabulary.size(), 1) - 1)};
  }
  if (!range || !(range->high > range->low)) {
    return {};
  }
  const double scale = scale_of(declaration.transform, channel);
  if (scale == 0) {
    return {};
  }
  const double offset = offset_of(declaration.transform, channel);
  const auto [low, high] = std::minmax((range->low - offset) / scale, (range->high - offset) / scale);
  return {low, high};
}

}  // namespace proofload
