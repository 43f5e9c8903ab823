/// int-divide: bytes are divided by 255 before they become floating point, so all but white is 0.
///
/// Origin: alexsax/2D-3D-Semantics#54 (integer arithmetic on bytes).
#pragma once

#include <span>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class IntDivide final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    if (variant == Variant::specimen && got) {
      for (float& value : into) {
        value = static_cast<float>(static_cast<int>(value * 255) / 255);
      }
    }
    return got;
  }
};

template <Variant variant>
Declaration int_divide() {
  return image_folder_with<reference::Batched, IntDivide<variant>>({});
}

}  // namespace proofload::zoo
