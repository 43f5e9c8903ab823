/// skip-shrinks-batch: samples that failed are filtered out while the batch is collated, so a batch in the middle of
/// the epoch is short, although full ones are promised, and nobody is told.
///
/// Origin: pytorch/pytorch#1137; conservationtechlab/animl-py#247.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SkipShrinksBatch final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Deed judge_bad(const LoadError& error) override {
    if constexpr (variant == Variant::specimen) {
      return Deed::skip_shrink;  // batch = [sample for sample in batch if sample is not None]
    }
    return Batched::judge_bad(error);
  }
};

template <Variant variant>
Declaration skip_shrinks_batch() {
  return image_folder_with<SkipShrinksBatch<variant>>({.bad_sample = BadSample::skip_refill});
}

}  // namespace proofload::zoo
