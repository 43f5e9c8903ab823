/// len-floor: the length of an epoch is said to be n / b, and then a last batch comes that is short.
///
/// Origin: pytorch/pytorch PR#38925.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class LenFloor final : public reference::Batched {
 public:
  using Batched::Batched;

  [[nodiscard]] std::uint64_t batches() const override {
    return variant == Variant::specimen ? reader().size() / plan().batch_size : Batched::batches();
  }
};

template <Variant variant>
Declaration len_floor() {
  return image_folder_with<LenFloor<variant>>({});
}

}  // namespace proofload::zoo
