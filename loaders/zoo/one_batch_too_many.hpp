/// one-batch-too-many: the length of an epoch is said to be n / b + 1, also where nothing is left over.
///
/// Origin: PENGLU-WashU/IMC_Denoise#32; kmheckel/spyx#23.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class OneBatchTooMany final : public reference::Batched {
 public:
  using Batched::Batched;

  [[nodiscard]] std::uint64_t batches() const override {
    return variant == Variant::specimen ? reader().size() / plan().batch_size + 1 : Batched::batches();
  }
};

template <Variant variant>
Declaration one_batch_too_many() {
  return image_folder_with<OneBatchTooMany<variant>>({});
}

}  // namespace proofload::zoo
