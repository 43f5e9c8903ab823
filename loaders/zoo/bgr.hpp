/// bgr: the first and the last channel are exchanged, as one image library has them and the other does not.
///
/// Origin: folklore (OpenCV habit).
#pragma once

#include <algorithm>
#include <span>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class Bgr final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    if (variant == Variant::specimen && got) {
      const std::size_t plane = into.size() / 3;
      std::swap_ranges(into.begin(), into.begin() + static_cast<std::ptrdiff_t>(plane),
                       into.end() - static_cast<std::ptrdiff_t>(plane));
    }
    return got;
  }
};

template <Variant variant>
Declaration bgr() {
  return image_folder_with<reference::Batched, Bgr<variant>>({});
}

}  // namespace proofload::zoo
