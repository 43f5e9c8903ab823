/// stack-by-first: the batch gets the first sequence's length, and every other one is copied into its row with its own.
/// Longer ones run over the rows behind them, and over the end of the batch; shorter ones leave what was there.
///
/// Origin: the question why a model stops training after the first step of an epoch (second example): sequences of
/// different lengths are stacked as they are.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "zoo/csv_sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class StackByFirst final : public reference::Padded {
 public:
  using Padded::Padded;

 private:
  Batch collate(reference::Rows rows) override {
    if constexpr (variant == Variant::twin) {
      return Padded::collate(std::move(rows));
    }
    const std::uint64_t steps = steps_of(rows, 0);
    const std::size_t row_size = steps * padding().channels;
    std::vector<float> features(rows.size() * row_size);
    std::vector<std::int64_t> lengths;
    for (std::uint64_t row = 0; row < rows.size(); ++row) {
      const auto values = values_of(rows, row);
      std::copy_n(values.data(), values.size(), features.data() + row * row_size);  // as long as it is
      lengths.push_back(static_cast<std::int64_t>(steps_of(rows, row)));
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    Batch batch;
    batch.features =
        Tensor::own(std::move(features), {count, static_cast<std::int64_t>(steps), std::int64_t{padding().channels}});
    batch.labels = Tensor::own(std::move(rows.labels), {count});
    batch.lengths = Tensor::own(std::move(lengths), {count});
    batch.sample_ids = Tensor::own(std::move(rows.ids), {count});
    return batch;
  }
};

template <Variant variant>
Declaration stack_by_first() {
  Ragged lengths_alone = reference::pad_behind;
  lengths_alone.mask = Ragged::Mask::undeclared;
  return csv_sequences_with<StackByFirst<variant>>({.bad_sample = BadSample::skip_refill}, lengths_alone);
}

}  // namespace proofload::zoo
