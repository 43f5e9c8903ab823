/// zip-two-listings: images are listed by their folders and labels are taken from the manifest, both in the order in
/// which they come, and zipped.
///
/// Origin: keras-team/keras#6418, PR#7869; minar09/cp-vton-plus#8; tamarott/SinGAN PR#136.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "zoo/image_manifest_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ZipTwoListings final : public reference::ImageManifestReader {
 public:
  ZipTwoListings(Source& source, const reference::ImageManifestPlan& plan) : ImageManifestReader(source, plan) {
    if constexpr (variant == Variant::twin) {
      return;
    }
    for (const Entry& folder : source.list("").value_or(std::vector<Entry>{})) {
      if (folder.kind == NodeKind::directory) {
        for (const Entry& file : source.list(folder.name).value_or(std::vector<Entry>{})) {
          listed_.emplace(folder.name + "/" + file.name, listed_.size());
        }
      }
    }
  }

  [[nodiscard]] std::int64_t label(std::uint64_t index) const override {
    const auto listed = listed_.find(path(index));
    const bool zipped = listed != listed_.end() && listed->second < size();
    return ImageManifestReader::label(zipped ? listed->second : index);
  }

 private:
  std::map<std::string, std::uint64_t> listed_;  ///< by path, the place in the listing
};

template <Variant variant>
Declaration zip_two_listings() {
  return image_manifest_with<ZipTwoListings<variant>>({});
}

}  // namespace proofload::zoo
