/// manifest-escapes: the path of a row is joined to the root without a look at where it leads.
///
/// Origin: pytorch/vision PR#9590; huggingface/datasets#8052.
#pragma once

#include "zoo/image_manifest_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

inline bool any_path(std::string_view /*path*/) { return true; }

template <Variant variant>
Declaration manifest_escapes() {
  return image_manifest_with<reference::ImageManifestReader>(
      {.rules = {.inside = variant == Variant::specimen ? any_path : reference::stays_inside}});
}

}  // namespace proofload::zoo
