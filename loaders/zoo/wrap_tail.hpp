/// wrap-tail: the last batch is filled up with the first samples of the epoch, although it is said to be short.
///
/// Origin: NVIDIA/DALI#3488; apache/mxnet PR#6684.
#pragma once

#include <utility>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class WrapTail final : public reference::Batched {
 public:
  WrapTail(std::unique_ptr<reference::Reader> reader, reference::BatchPlan plan)
      : Batched(std::move(reader), wrapping(plan)) {}

 private:
  static reference::BatchPlan wrapping(reference::BatchPlan plan) {
    if constexpr (variant == Variant::specimen) {
      plan.last_batch = LastBatch::wrap;
    }
    return plan;
  }
};

template <Variant variant>
Declaration wrap_tail() {
  return image_folder_with<WrapTail<variant>>({.last_batch = LastBatch::keep});
}

}  // namespace proofload::zoo
