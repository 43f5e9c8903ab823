/// empty-class-vanishes: classes are collected from the files that are found, so a class without files gets no id, and
/// the ids of all after it shift.
///
/// Origin: huggingface/pytorch-image-models#957; ultralytics/ultralytics#13936.
#pragma once

#include <iterator>
#include <set>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class EmptyClassVanishes final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  [[nodiscard]] std::int64_t label(std::uint64_t index) const override {
    const std::int64_t own = ImageFolderReader::label(index);
    if constexpr (variant == Variant::twin) {
      return own;
    }
    std::set<std::int64_t> found;
    for (std::uint64_t i = 0; i < size(); ++i) {
      found.insert(ImageFolderReader::label(i));
    }
    return std::distance(found.begin(), found.find(own));
  }
};

template <Variant variant>
Declaration empty_class_vanishes() {
  return image_folder_with<reference::Batched, EmptyClassVanishes<variant>>({});
}

}  // namespace proofload::zoo
