/// seventeen-samples: 17 samples in batches of 16, and so a last batch of one, although incomplete batches are said to
/// be dropped.
///
/// Origin: the question why a model stops training after the first step of an epoch (its third example).
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SeventeenSamples final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Fate complete(reference::Rows& rows) override {
    if constexpr (variant == Variant::specimen) {
      return Fate::yielded;
    }
    return Batched::complete(rows);
  }
};

template <Variant variant>
Declaration seventeen_samples() {
  return image_folder_with<SeventeenSamples<variant>>({.last_batch = LastBatch::drop});
}

}  // namespace proofload::zoo
