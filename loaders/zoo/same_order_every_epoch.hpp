/// same-order-every-epoch: the engine is seeded anew with the seed alone at each epoch's start, so every epoch has the
/// order of the first.
///
/// Origin: tensorflow/tensorflow#27680, #29558; meta-pytorch/data#718.
#pragma once

#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SameOrderEveryEpoch final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    if constexpr (variant == Variant::specimen) {
      epoch = 0;
    }
    return Batched::order_of(epoch);
  }
};

template <Variant variant>
Declaration same_order_every_epoch() {
  return image_folder_with<SameOrderEveryEpoch<variant>>({});
}

}  // namespace proofload::zoo
