/// retry-same-forever: when reading fails the cursor is not advanced and the record is tried again; it will never be
/// read.
///
/// Origin: tensorflow/tensorflow#25700.
#pragma once

#include <span>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class RetrySameForever final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    while (variant == Variant::specimen && !got) {
      got = ImageFolderReader::get(index, into);  // except: continue
    }
    return got;
  }
};

template <Variant variant>
Declaration retry_same_forever() {
  return image_folder_with<reference::Batched, RetrySameForever<variant>>({});
}

}  // namespace proofload::zoo
