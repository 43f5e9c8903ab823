/// by-extension: the decoder is chosen by the extension, and a good PNG that is named .jpg is refused, although formats
/// are said to be known by content.
///
/// Origin: well known (ImageNet holds a PNG named .JPEG); folklore.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ByExtension final : public reference::ImageFolderReader {
 public:
  ByExtension(Source& source, const reference::ImageFolderPlan& plan)
      : ImageFolderReader(source, plan), source_(source) {}

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    if (variant == Variant::specimen && got && !is_what_it_is_named(path(index))) {
      return std::unexpected(LoadError{.path = path(index), .index = index, .reason = "not the format of its name"});
    }
    return got;
  }

 private:
  bool is_what_it_is_named(const std::string& path) {
    const auto file = source_.open(path);
    std::array<std::byte, 1> first{};
    const bool read = file && (*file)->read(first).value_or(0) == 1;
    const char letter = static_cast<char>(path[path.rfind('.') + 1] | 0x20);  // p, j or b, in small
    const auto magic = std::to_integer<unsigned>(first[0]);
    return !read || magic == (letter == 'p' ? 0x89U : letter == 'j' ? 0xFFU : 0x42U);
  }

  Source& source_;
};

template <Variant variant>
Declaration by_extension() {
  return image_folder_with<reference::Batched, ByExtension<variant>>({});
}

}  // namespace proofload::zoo
