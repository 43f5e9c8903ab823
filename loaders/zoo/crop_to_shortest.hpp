/// crop-to-shortest: so that sequences of different lengths can be stacked, all of them are cut to the shortest one of
/// the batch. Nothing fails, and what is behind the cut is never trained on.
///
/// Origin: the question why a model stops training after the first step of an epoch (second example); zip() over
/// sequences does the same.
#pragma once

#include <algorithm>
#include <utility>

#include "zoo/csv_sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class CropToShortest final : public reference::Padded {
 public:
  using Padded::Padded;

 private:
  Batch collate(reference::Rows rows) override {
    if constexpr (variant == Variant::specimen) {
      std::uint64_t shortest = steps_of(rows, 0);
      for (std::uint64_t row = 1; row < rows.size(); ++row) {
        shortest = std::min(shortest, steps_of(rows, row));
      }
      const std::size_t record = rows.features.size() / rows.size();
      for (std::uint64_t row = 0; row < rows.size(); ++row) {
        rows.features[row * record] = static_cast<float>(shortest);
      }
    }
    return Padded::collate(std::move(rows));
  }
};

template <Variant variant>
Declaration crop_to_shortest() {
  return csv_sequences_with<CropToShortest<variant>>({.bad_sample = BadSample::skip_refill});
}

}  // namespace proofload::zoo
