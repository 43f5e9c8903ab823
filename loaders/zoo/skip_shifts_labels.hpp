/// skip-shifts-labels: an image generator with try/except/continue. What cannot be read is passed over without a word,
/// and the labels are then taken as `labels[start : start + len(images)]`: from the first gap on they belong to others.
///
/// Origin: the question why a model stops training after the first step of an epoch; pytorch/pytorch#1137.
#pragma once

#include <cstddef>
#include <utility>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SkipShiftsLabels final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Deed judge_bad(const LoadError& error) override {
    if constexpr (variant == Variant::specimen) {
      return Deed::skip_shrink;  // except: continue
    }
    return Batched::judge_bad(error);
  }

  Batch collate(reference::Rows rows) override {
    if constexpr (variant == Variant::specimen) {
      for (std::size_t k = 0; k < rows.size(); ++k) {
        rows.labels[k] = reader().label(order()[rows.first + k]);
      }
    }
    return Batched::collate(std::move(rows));
  }
};

template <Variant variant>
Declaration skip_shifts_labels() {
  return image_folder_with<SkipShiftsLabels<variant>>({.bad_sample = BadSample::skip_shrink});
}

}  // namespace proofload::zoo
