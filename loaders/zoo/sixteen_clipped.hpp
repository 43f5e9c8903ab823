/// sixteen-clipped: values of 16 bits are clamped to 255 instead of scaled.
///
/// Origin: pytorch/vision#2218; pytorch/pytorch#20524; python-pillow/Pillow#5991.
#pragma once

#include <algorithm>
#include <cstring>

#include "reference/decode_image.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::Pixels, std::string> decode_sixteen_clipped(std::span<const std::byte> file,
                                                                     std::size_t budget) {
  auto pixels = reference::decode_image(file, budget);
  if (variant == Variant::specimen && pixels && pixels->depth == reference::Pixels::Depth::sixteen) {
    auto* const bytes = static_cast<std::uint8_t*>(pixels->data.get());
    const std::size_t values = std::size_t{pixels->width} * pixels->height * pixels->channels;
    for (std::size_t i = 0; i < values; ++i) {
      std::uint16_t value = 0;
      std::memcpy(&value, bytes + 2 * i, sizeof value);
      bytes[i] = static_cast<std::uint8_t>(std::min<std::uint16_t>(value, 255));
    }
    pixels->depth = reference::Pixels::Depth::eight;
  }
  return pixels;
}

template <Variant variant>
Declaration sixteen_clipped() {
  return image_folder_with<reference::Batched>({.plan = {.decode = decode_sixteen_clipped<variant>}});
}

}  // namespace proofload::zoo
