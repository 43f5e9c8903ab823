/// labels-from-one: labels are 1 to K, where K classes from 0 on are declared.
///
/// Origin: folklore.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class LabelsFromOne final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  [[nodiscard]] std::int64_t label(std::uint64_t index) const override {
    return ImageFolderReader::label(index) + (variant == Variant::specimen ? 1 : 0);
  }
};

template <Variant variant>
Declaration labels_from_one() {
  return image_folder_with<reference::Batched, LabelsFromOne<variant>>({});
}

}  // namespace proofload::zoo
