/// The declaration of the reference image manifest with a reader of its own.
#pragma once

#include <memory>

#include "reference/image_manifest_declaration.hpp"

namespace proofload::zoo {

/// Policies are heeded, workers are not.
template <class Manifest>
Declaration image_manifest_with(const reference::ImageManifestPlan& plan) {
  Declaration declaration = reference::image_manifest();
  std::erase_if(declaration.supports,
                [](Option option) { return option == Option::workers || option == Option::prefetch; });
  declaration.make = [plan](Source& source, const LoadOptions& options) {
    return std::make_unique<reference::Batched>(std::make_unique<Manifest>(source, plan),
                                                reference::BatchPlan::of(options, reference::image_folder_policies));
  };
  return declaration;
}

}  // namespace proofload::zoo
