/// static-scratch: the buffer that a file is decoded from is shared by all threads.
///
/// Origin: nothings/stb#309 (shared decoder state); folklore.
#pragma once

#include <vector>

#include "reference/decode_image.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::Pixels, std::string> decode_static_scratch(std::span<const std::byte> file,
                                                                    std::size_t budget) {
  if constexpr (variant == Variant::twin) {
    return reference::decode_image(file, budget);
  }
  static std::vector<std::byte> scratch;
  scratch.assign(file.begin(), file.end());
  return reference::decode_image(scratch, budget);
}

template <Variant variant>
Declaration static_scratch() {
  return image_folder_with<reference::Batched>(
      {.plan = {.decode = decode_static_scratch<variant>}, .workers = Workers::heeded});
}

}  // namespace proofload::zoo
