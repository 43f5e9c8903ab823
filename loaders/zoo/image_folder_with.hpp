/// The declaration of the reference image folder with policies of its own, which no option changes.
#pragma once

#include <cstdint>
#include <memory>

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"
#include "reference/image_folder_declaration.hpp"
#include "reference/image_folder_reader.hpp"
#include "reference/prefetched.hpp"

namespace proofload::zoo {

enum class Workers : std::uint8_t { none, heeded };

struct FolderLoader {
  BadSample bad_sample = BadSample::skip_refill;
  LastBatch last_batch = LastBatch::keep;
  reference::ImageFolderPlan plan = {};
  Workers workers = Workers::none;
};

/// `View` is a `Batched`, `Folder` its reader.
template <class View, class Folder = reference::ImageFolderReader>
Declaration image_folder_with(const FolderLoader& how) {
  Declaration declaration = reference::image_folder(how.plan.layout);
  declaration.bad_sample = how.bad_sample;
  declaration.last_batch = how.last_batch;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  if (how.workers == Workers::heeded) {
    declaration.supports.insert(declaration.supports.end(), {Option::workers, Option::prefetch});
  }
  declaration.make = [how](Source& source, const LoadOptions& options) {
    const reference::BatchPlan policies{.batch_size = options.batch_size,
                                        .shuffle = options.shuffle,
                                        .seed = options.seed,
                                        .bad_sample = how.bad_sample,
                                        .last_batch = how.last_batch};
    return std::make_unique<View>(reference::with_workers(std::make_unique<Folder>(source, how.plan), options),
                                  policies);
  };
  return declaration;
}

}  // namespace proofload::zoo
