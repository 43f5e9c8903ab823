/// int-size-product: the size of a buffer is the product of what the header claims, in `int`, before anything else is
/// looked at.
///
/// Origin: nothings/stb#1924, #1860.
#pragma once

#include <memory>
#include <new>

#include "reference/decode_image.hpp"
#include "zoo/claimed_size.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::Pixels, std::string> decode_int_size_product(std::span<const std::byte> file,
                                                                      std::size_t budget) {
  const ClaimedSize claimed = claimed_size(file);
  if constexpr (variant == Variant::specimen) {
    const int bytes = static_cast<int>(claimed.width) * static_cast<int>(claimed.height) * 3;
    if (bytes > 0) {
      const std::unique_ptr<char[]> rows(new (std::nothrow) char[static_cast<std::size_t>(bytes)]);  // NOLINT
      if (!rows) {
        return std::unexpected("no memory for its rows");
      }
    }
  }
  return reference::decode_image(file, budget);
}

template <Variant variant>
Declaration int_size_product() {
  return image_folder_with<reference::Batched>({.plan = {.decode = decode_int_size_product<variant>}});
}

}  // namespace proofload::zoo
