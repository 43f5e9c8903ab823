/// A reader of stored images is an image folder reader that keeps decoded images in the source's cache folder, if it
/// has one.
///
/// They are kept by the bytes of their file and by all that becomes of those, never by a name: a file that has changed
/// since is another image. So every file is still read, and only decoding is saved.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/image_folder_reader.hpp"
#include "reference/resize.hpp"
#include "reference/sample_store.hpp"

namespace proofload::reference {

/// Under which name an image is kept.
using StoreKey = std::string(std::string_view path, std::span<const std::byte> file, const ImageFolderPlan& plan);

StoreKey by_content;

struct StorePlan {
  StoreKey* key = by_content;
  TakeStored* take = take_checked;
};

class StoredImages : public ImageFolderReader {
 public:
  StoredImages(Source& source, const ImageFolderPlan& plan, const StorePlan& store = {});

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override;

 private:
  Source& source_;
  ImageFolderPlan plan_;
  StoreKey* key_;
  SampleStore store_;
  Resizer resizer_;
};

}  // namespace proofload::reference
