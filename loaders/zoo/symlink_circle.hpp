/// symlink-circle: images are looked for in the folders of a class folder, too, and so on, and nobody remembers which
/// folders he has been in: a link to a folder above leads around until the system has enough of it.
///
/// Origin: twisted/twisted#3098; mindspore-lab/mindocr PR#538.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proofload/source.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

/// Lists of a class folder all that is below it, in folders that are not hidden.
class Below final : public Source {
 public:
  explicit Below(Source& source) : source_(source) {}

  std::expected<std::vector<Entry>, IoError> list(std::string_view folder) override {
    auto entries = source_.list(folder);
    if (entries && !folder.empty()) {
      for (const Entry& entry : std::vector<Entry>(*entries)) {
        if (entry.kind == NodeKind::directory && !entry.name.starts_with('.') && !entry.name.starts_with('_')) {
          for (Entry& below : list(std::string(folder) + "/" + entry.name).value_or(std::vector<Entry>{})) {
            below.name.insert(0, entry.name + "/");
            entries->push_back(std::move(below));
          }
        }
      }
    }
    return entries;
  }
  std::expected<Status, IoError> stat(std::string_view path) override { return source_.stat(path); }
  std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) override { return source_.open(path); }
  std::optional<std::string> root() override { return source_.root(); }

 private:
  Source& source_;
};

/// Made before the reader that lists it, and shared by its copies.
struct HasBelow {
  std::shared_ptr<Below> below;
};

template <Variant variant>
class SymlinkCircle final : private HasBelow, public reference::ImageFolderReader {
 public:
  SymlinkCircle(Source& source, const reference::ImageFolderPlan& plan)
      : HasBelow{std::make_shared<Below>(source)},
        ImageFolderReader(variant == Variant::specimen ? *below : source, plan) {}
};

template <Variant variant>
Declaration symlink_circle() {
  return image_folder_with<reference::Batched, SymlinkCircle<variant>>({});
}

}  // namespace proofload::zoo
