/// The declaration of the reference image folder with policies of its own, which no option changes.
#pragma once

#include <memory>

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"
#include "reference/image_folder_declaration.hpp"
#include "reference/image_folder_reader.hpp"

namespace proofload::zoo {

struct FolderLoader {
  BadSample bad_sample = BadSample::skip_refill;
  LastBatch last_batch = LastBatch::keep;
  reference::ImageFolderPlan plan = {};
};

/// `View` is a `Batched`, `Folder` its reader.
template <class View, class Folder = reference::ImageFolderReader>
Declaration image_folder_with(const FolderLoader& how) {
  Declaration declaration = reference::image_folder(how.plan.layout);
  declaration.bad_sample = how.bad_sample;
  declaration.last_batch = how.last_batch;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [how](Source& source, const LoadOptions& options) {
    const reference::BatchPlan policies{.batch_size = options.batch_size,
                                        .shuffle = options.shuffle,
                                        .seed = options.seed,
                                        .bad_sample = how.bad_sample,
                                        .last_batch = how.last_batch};
    return std::make_unique<View>(std::make_unique<Folder>(source, how.plan), policies);
  };
  return declaration;
}

}  // namespace proofload::zoo
