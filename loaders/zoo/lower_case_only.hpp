/// lower-case-only: extensions are compared as they are written, and IMG_1.JPG is no image.
///
/// Origin: pytorch/vision#552; open-edge-platform/anomalib#3058.
#pragma once

#include <algorithm>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

inline bool names_image_in_small(std::string_view name) {
  return reference::names_image(name) &&
         std::ranges::none_of(name.substr(name.rfind('.')), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

template <Variant variant>
Declaration lower_case_only() {
  return image_folder_with<reference::Batched>(
      {.plan = {.sample = variant == Variant::specimen ? names_image_in_small : reference::names_image}});
}

}  // namespace proofload::zoo
