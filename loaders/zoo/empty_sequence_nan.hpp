/// empty-sequence-nan: padding is made of the row's mean, `mean * 0`, and the mean of no steps is 0 / 0.
///
/// Origin: pytorch/pytorch#4582; allenai/allennlp#2089.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "zoo/csv_sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class EmptySequenceNan final : public reference::Padded {
 public:
  using Padded::Padded;

 private:
  Batch collate(reference::Rows rows) override {
    Batch batch = Padded::collate(rows);
    if constexpr (variant == Variant::specimen) {
      const auto* first = reinterpret_cast<const float*>(batch.features.bytes.data());
      std::vector<float> features(first, first + batch.features.bytes.size() / sizeof(float));
      const std::size_t row_size = features.size() / rows.size();
      for (std::uint64_t row = 0; row < rows.size(); ++row) {
        const std::span<const float> values = values_of(rows, row);
        const float mean = std::accumulate(values.begin(), values.end(), 0.0F) / static_cast<float>(values.size());
        std::ranges::fill(std::span(features).subspan(row * row_size, row_size).subspan(values.size()), mean * 0.0F);
      }
      batch.features = Tensor::own(std::move(features), batch.features.shape);
    }
    return batch;
  }
};

template <Variant variant>
Declaration empty_sequence_nan() {
  return csv_sequences_with<EmptySequenceNan<variant>>({.bad_sample = BadSample::skip_refill});
}

}  // namespace proofload::zoo
