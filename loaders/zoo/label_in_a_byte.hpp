/// label-in-a-byte: class ids are kept in a byte, and class 256 is class 0.
///
/// Origin: facebookresearch/detectron2 PR#5386; tensorflow/models PR#6641.
#pragma once

#include <cstdint>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class LabelInAByte final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  [[nodiscard]] std::int64_t label(std::uint64_t index) const override {
    const std::int64_t own = ImageFolderReader::label(index);
    return variant == Variant::specimen ? static_cast<std::uint8_t>(own) : own;
  }
};

template <Variant variant>
Declaration label_in_a_byte() {
  constexpr std::size_t classes = 1000;
  Declaration declaration =
      image_folder_with<reference::Batched, LabelInAByte<variant>>({.plan = {.classes = classes}});
  declaration.labels.classes = classes;
  declaration.model->classes = classes;
  return declaration;
}

}  // namespace proofload::zoo
