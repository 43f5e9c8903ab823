/// The declaration of the reference image folder with a cache on disk, kept in a way of its own.
#pragma once

#include <memory>

#include "reference/stored_images.hpp"
#include "zoo/image_folder_with.hpp"

namespace proofload::zoo {

inline Declaration stored_images_with(const reference::StorePlan& store) {
  const FolderLoader how;
  Declaration declaration = image_folder_with<reference::Batched>(how);
  declaration.files.cache = Files::Cache::outside;
  declaration.make = [store, how](Source& source, const LoadOptions& options) {
    return std::make_unique<reference::Batched>(
        std::make_unique<reference::StoredImages>(source, reference::ImageFolderPlan{}, store),
        reference::BatchPlan{.batch_size = options.batch_size,
                             .shuffle = options.shuffle,
                             .seed = options.seed,
                             .bad_sample = how.bad_sample,
                             .last_batch = how.last_batch});
  };
  return declaration;
}

}  // namespace proofload::zoo
