/// truncated-accepted: when a JPEG is refused because its end is missing, an end is put behind what there is, and what
/// the decoder makes of that (grey from the cut on) is taken for the picture.
///
/// Origin: pytorch/vision#138 and udacity/deep-learning-v2-pytorch PR#138 (LOAD_TRUNCATED_IMAGES).
#pragma once

#include <vector>

#include "reference/decode_image.hpp"
#include "reference/stb/guarded.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::Pixels, std::string> decode_truncated_accepted(std::span<const std::byte> file,
                                                                        std::size_t budget) {
  auto pixels = reference::decode_image(file, budget);
  const bool jpeg = file.size() > 2 && file[0] == std::byte{0xFF} && file[1] == std::byte{0xD8};
  if (variant == Variant::twin || pixels || !jpeg) {
    return pixels;
  }
  std::vector<std::byte> ended(file.begin(), file.end());
  ended.insert(ended.end(), {std::byte{0xFF}, std::byte{0xD9}});
  return reference::stb::decode(ended, reference::Pixels::Depth::eight, budget);
}

template <Variant variant>
Declaration truncated_accepted() {
  return image_folder_with<reference::Batched>({.plan = {.decode = decode_truncated_accepted<variant>}});
}

}  // namespace proofload::zoo
