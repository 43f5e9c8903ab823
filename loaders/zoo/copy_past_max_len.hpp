/// copy-past-max-len: every row has room for the longest sequence that is allowed, and longer ones are copied into it
/// whole.
///
/// Origin: folklore.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class CopyPastMaxLen final : public reference::Padded {
 public:
  using Padded::Padded;

 private:
  static constexpr std::uint64_t most = 32;  // steps of a row; records have room for more

  Batch collate(reference::Rows rows) override {
    const auto count = static_cast<std::int64_t>(rows.size());
    const std::size_t row_size = most * padding().channels;
    std::vector<float> features(rows.size() * row_size);
    std::vector<std::int64_t> lengths;
    for (std::uint64_t row = 0; row < rows.size(); ++row) {
      const std::uint64_t length = std::min(most, steps_of(rows, row));
      const std::span<const float> values = values_of(rows, row);
      std::copy_n(values.data(), variant == Variant::specimen ? values.size() : length * padding().channels,
                  features.data() + row * row_size);
      lengths.push_back(static_cast<std::int64_t>(length));
    }
    Batch batch;
    batch.features = Tensor::own(std::move(features), {count, std::int64_t{most}, std::int64_t{padding().channels}});
    batch.labels = Tensor::own(std::move(rows.labels), {count});
    batch.lengths = Tensor::own(std::move(lengths), {count});
    batch.sample_ids = Tensor::own(std::move(rows.ids), {count});
    return batch;
  }
};

template <Variant variant>
Declaration copy_past_max_len() {
  Ragged lengths_alone = reference::pad_behind;
  lengths_alone.mask = Ragged::Mask::undeclared;
  lengths_alone.to = Ragged::To::length;
  reference::SequencePlan plan = reference::csv_plan(lengths_alone);
  Declaration declaration = reference::csv_sequences(lengths_alone);
  plan.longest *= 3;
  return sequences_with<CopyPastMaxLen<variant>>(std::move(declaration), plan);
}

}  // namespace proofload::zoo
