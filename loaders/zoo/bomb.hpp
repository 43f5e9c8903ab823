/// bomb: memory for the pixels that the header claims is taken and cleared before anything else is looked at.
///
/// Origin: folklore (decompression bombs).
#pragma once

#include <vector>

#include "reference/decode_image.hpp"
#include "zoo/claimed_size.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::Pixels, std::string> decode_bomb(std::span<const std::byte> file, std::size_t budget) {
  if constexpr (variant == Variant::specimen) {
    constexpr std::uint64_t most = std::uint64_t{1} << 29U;  // as large as a test may grow
    const ClaimedSize claimed = claimed_size(file);
    const std::uint64_t bytes = std::uint64_t{claimed.width} * claimed.height * 3;
    if (bytes > most) {
      return std::unexpected("too large");
    }
    const std::vector<char> cleared(bytes);
  }
  return reference::decode_image(file, budget);
}

template <Variant variant>
Declaration bomb() {
  return image_folder_with<reference::Batched>({.plan = {.decode = decode_bomb<variant>}});
}

}  // namespace proofload::zoo
