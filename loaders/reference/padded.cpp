#include "reference/padded.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace proofload::reference {

std::uint64_t Padded::steps_of(const Rows& rows, std::uint64_t row) const {
  return static_cast<std::uint64_t>(rows.features[row * record_size(rows)]);
}

std::span<const float> Padded::values_of(const Rows& rows, std::uint64_t row) const {
  return std::span(rows.features).subspan(row * record_size(rows) + 1, steps_of(rows, row) * padding_.channels);
}

Batch Padded::collate(Rows rows) {
  std::uint64_t steps = 0;
  if (padding_.ragged.to == Ragged::To::length) {
    steps = (record_size(rows) - 1) / padding_.channels;
  } else {
    for (std::uint64_t row = 0; row < rows.size(); ++row) {
      steps = std::max(steps, steps_of(rows, row));
    }
  }
  return padded_to(rows, steps);
}

Batch Padded::padded_to(const Rows& rows, std::uint64_t steps) const {
  const Ragged& ragged = padding_.ragged;
  const auto count = static_cast<std::int64_t>(rows.size());
  const auto width = static_cast<std::int64_t>(steps);
  const std::size_t row_size = steps * padding_.channels;
  const bool real = ragged.mask == Ragged::Mask::true_is_real;
  std::vector<float> features(rows.size() * row_size, static_cast<float>(ragged.pad_value));
  std::vector<std::uint8_t> mask(rows.size() * steps, real ? 0 : 1);
  std::vector<std::int64_t> lengths;
  for (std::uint64_t row = 0; row < rows.size(); ++row) {
    const std::uint64_t length = steps_of(rows, row);
    const std::uint64_t first = ragged.pad == Ragged::Side::head ? steps - length : 0;
    std::ranges::copy(values_of(rows, row),
                      std::span(features).subspan(row * row_size + first * padding_.channels).begin());
    std::ranges::fill(std::span(mask).subspan(row * steps + first, length), static_cast<std::uint8_t>(real ? 1 : 0));
    lengths.push_back(static_cast<std::int64_t>(length));
  }
  Batch batch;
  batch.features = Tensor::own(std::move(features), {count, width, std::int64_t{padding_.channels}});
  batch.labels = Tensor::own(std::vector(rows.labels), {count});
  if (ragged.mask != Ragged::Mask::undeclared) {
    batch.mask = Tensor::own(std::move(mask), {count, width});
    batch.mask->dtype = Dtype::boolean;
  }
  batch.lengths = Tensor::own(std::move(lengths), {count});
  batch.sample_ids = Tensor::own(std::vector(rows.ids), {count});
  return batch;
}

}  // namespace proofload::reference
