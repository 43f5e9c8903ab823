#include "reference/image_manifest_declaration.hpp"

#include <memory>

#include "reference/prefetched.hpp"

namespace proofload::reference {

Declaration image_manifest() {
  Declaration declaration = image_folder(PixelLayout::chw);
  const ImageManifestPlan plan{.rules = {.classes = *declaration.labels.classes}};
  ImageManifest reads;
  static_cast<ImageKinds&>(reads) = std::get<ImageFolder>(declaration.reads);
  reads.manifest = plan.manifest;
  declaration.reads = reads;
  declaration.labels.order = Labels::Order::stored;
  declaration.listing = Listing::as_listed;
  declaration.make = [plan](Source& source, const LoadOptions& options) {
    return std::make_unique<Batched>(with_workers(std::make_unique<ImageManifestReader>(source, plan), options),
                                     BatchPlan::of(options, image_folder_policies));
  };
  return declaration;
}

}  // namespace proofload::reference
