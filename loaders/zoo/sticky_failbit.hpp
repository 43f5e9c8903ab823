/// sticky-failbit: one stream is used for all files, and its failbit is not cleared: after the first file that cannot
/// be opened none can be, as far as the loader sees.
///
/// Origin: folklore (`std::ifstream::open` clears it since C++11; own streams and other languages do not).
#pragma once

#include <memory>
#include <string>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

/// The stream, as the source that a reader opens files of.
template <Variant variant>
class OneStream final : public Source {
 public:
  explicit OneStream(Source& files) : files_(files) {}

  std::expected<std::vector<Entry>, IoError> list(std::string_view folder) override { return files_.list(folder); }
  std::expected<Status, IoError> stat(std::string_view path) override { return files_.stat(path); }
  std::optional<std::string> root() override { return files_.root(); }

  std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) override {
    if constexpr (variant == Variant::twin) {
      fail_ = false;  // clear()
    }
    if (fail_) {
      return std::unexpected(IoError{EIO});
    }
    auto file = files_.open(path);
    fail_ = !file;
    return file;
  }

 private:
  Source& files_;
  bool fail_ = false;
};

/// Made before the reader that uses it.
template <Variant variant>
struct HasOneStream {
  std::shared_ptr<OneStream<variant>> stream;
};

template <Variant variant>
class StickyFailbit final : private HasOneStream<variant>, public reference::ImageFolderReader {
 public:
  StickyFailbit(Source& source, const reference::ImageFolderPlan& plan)
      : HasOneStream<variant>{std::make_shared<OneStream<variant>>(source)},
        ImageFolderReader(*HasOneStream<variant>::stream, plan) {}
};

template <Variant variant>
Declaration sticky_failbit() {
  return image_folder_with<reference::Batched, StickyFailbit<variant>>({});
}

}  // namespace proofload::zoo
