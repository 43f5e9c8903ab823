/// A sequence is what one file of steps says: a table of numbers, one row per step, one column per channel.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "proofload/declaration.hpp"

namespace proofload {

struct Sequence {
  std::size_t channels = 0;    ///< at least 1
  std::vector<double> values;  ///< steps x channels, step by step; NaN: a number could not be told

  [[nodiscard]] std::size_t steps() const { return channels == 0 ? 0 : values.size() / channels; }

  bool operator==(const Sequence&) const = default;
};

/// How sequences lie in a batch: [rows, steps, channels], or [rows, steps] of one channel.
struct SequenceShape {
  std::size_t longest = 0;  ///< steps at most
  std::size_t channels = 0;
  enum class Axes : std::uint8_t { steps, steps_and_channels } axes = Axes::steps_and_channels;
};

/// The declared shape as a sequence's; nothing when it is not one.
std::optional<SequenceShape> sequence_shape(const Features& features);

/// The first and the last value that a column's number may have, so that what becomes of it is in the declared range.
struct StoredRange {
  double low = 0;
  double high = 1;
};
StoredRange stored_range(const Declaration& declaration, std::size_t channel);

/// The least and the greatest number that a type has.
StoredRange range_of(Dtype dtype);

/// scale and offset of a channel, as declared.
double scale_of(const Transform& transform, std::size_t channel);
double offset_of(const Transform& transform, std::size_t channel);

}  // namespace proofload
