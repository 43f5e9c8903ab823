/// alpha-as-stride: the file's own number of channels is decoded, but pixels are stepped through by three.
///
/// Origin: vlfeat/matconvnet#360.
#pragma once

#include "reference/decode_image.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::Pixels, std::string> decode_alpha_as_stride(std::span<const std::byte> file,
                                                                     std::size_t budget) {
  auto pixels = reference::decode_image(file, budget);
  if (variant == Variant::specimen && pixels && pixels->channels == 4) {
    pixels->channels = 3;
  }
  return pixels;
}

template <Variant variant>
Declaration alpha_as_stride() {
  return image_folder_with<reference::Batched>({.plan = {.decode = decode_alpha_as_stride<variant>}});
}

}  // namespace proofload::zoo
