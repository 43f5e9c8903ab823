/// error-batch-position: an error says at which place of its batch the sample stood, and not where it is in the
/// dataset.
///
/// Origin: folklore; pytorch/vision#485 (no path at all).
#pragma once

#include <algorithm>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ErrorBatchPosition final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Deed judge_bad(const LoadError& error) override {
    LoadError said = error;
    if constexpr (variant == Variant::specimen) {
      const auto place = std::ranges::find(order(), *error.index) - order().begin();
      said.index = static_cast<std::uint64_t>(place) % plan().batch_size;
    }
    return Batched::judge_bad(said);
  }
};

template <Variant variant>
Declaration error_batch_position() {
  return image_folder_with<ErrorBatchPosition<variant>>({});
}

}  // namespace proofload::zoo
