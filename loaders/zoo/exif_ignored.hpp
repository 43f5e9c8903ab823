/// exif-ignored: pictures are delivered as they are stored, although their EXIF orientation is said to be applied.
///
/// Origin: nothings/stb#916; tensorflow/tensorflow#49834; roboflow/supervision PR#2577.
#pragma once

#include "reference/decode_image.hpp"
#include "reference/exif_orientation.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration exif_ignored() {
  Declaration declaration = image_folder_with<reference::Batched>(
      {.plan = {.decode = variant == Variant::specimen ? reference::decode_image : reference::decode_upright}});
  declaration.transform.exif = Exif::applied;
  return declaration;
}

}  // namespace proofload::zoo
