/// next-instead: what cannot be read is replaced by the sample after it, without a word.
///
/// Origin: rom1504/clip-retrieval PR#13; lucidrains/DALLE-pytorch PR#194.
#pragma once

#include <span>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class NextInstead final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    if (variant == Variant::specimen && !got && index + 1 < size()) {
      return get(index + 1, into);
    }
    return got;
  }
};

template <Variant variant>
Declaration next_instead() {
  return image_folder_with<reference::Batched, NextInstead<variant>>({});
}

}  // namespace proofload::zoo
