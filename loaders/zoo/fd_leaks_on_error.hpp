/// fd-leaks-on-error: a file is opened, found to be damaged, and the early return forgets to close it.
///
/// Origin: folklore; pytorch/pytorch#78987.
#pragma once

#include <span>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class FdLeaksOnError final : public reference::ImageFolderReader {
 public:
  FdLeaksOnError(Source& source, const reference::ImageFolderPlan& plan)
      : ImageFolderReader(source, plan), source_(source) {}

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    if (!got) {
      if (auto file = source_.open(got.error().path); file && variant == Variant::specimen) {
        static_cast<void>(file->release());  // return before the close
      }
    }
    return got;
  }

 private:
  Source& source_;
};

template <Variant variant>
Declaration fd_leaks_on_error() {
  return image_folder_with<reference::Batched, FdLeaksOnError<variant>>({});
}

}  // namespace proofload::zoo
