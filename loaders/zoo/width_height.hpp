/// width-height: one library says (width, height), the other (height, width), and the tensor is shaped by the wrong
/// one. On square images nobody notices.
///
/// Origin: folklore.
#pragma once

#include <utility>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class WidthHeight final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Batch collate(reference::Rows rows) override {
    Batch batch = Batched::collate(std::move(rows));
    if constexpr (variant == Variant::specimen) {
      std::swap(batch.features.shape[2], batch.features.shape[3]);
    }
    return batch;
  }
};

template <Variant variant>
Declaration width_height() {
  return image_folder_with<WidthHeight<variant>>({});
}

}  // namespace proofload::zoo
