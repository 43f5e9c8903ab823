/// unguarded-stb: whatever lies in the file goes straight to stb_image 2.27, with all of its formats on: no signature,
/// no size and no checksum is looked at before.
///
/// Origin: nothings/stb#1289, #1292, #1307, #1452, #1544 and others; CVE-2021-42715, CVE-2021-42716, CVE-2022-28041,
/// CVE-2022-28042, CVE-2023-43898, CVE-2023-45664.
#pragma once

#include "reference/decode_image.hpp"
#include "reference/stb/raw.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration unguarded_stb() {
  reference::DecodeImage* decode = reference::decode_image;
  if constexpr (variant == Variant::specimen) {
    decode = reference::stb::decode_raw;
  }
  return image_folder_with<reference::Batched>({.plan = {.decode = decode}});
}

}  // namespace proofload::zoo
