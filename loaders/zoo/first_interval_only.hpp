/// first-interval-only: of a JPEG with restart markers only what stands before the first one is decoded; all behind it
/// is flat.
///
/// Origin: innovative-io/io-dicom PR#37; SerenityOS/serenity PR#17526 (wrong colors behind the first).
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "reference/decode_image.hpp"
#include "reference/stb/guarded.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

/// Coded data without what is between a restart marker and the end of its scan.
inline std::vector<std::byte> first_intervals(std::span<const std::byte> file) {
  std::vector<std::byte> left;
  enum class In { headers, first_interval, later_interval } in = In::headers;
  for (std::size_t i = 0; i < file.size(); ++i) {
    if (file[i] == std::byte{0xFF} && i + 1 < file.size()) {
      const auto marker = std::to_integer<unsigned>(file[i + 1]);
      const bool restart = marker >= 0xD0 && marker <= 0xD7;
      if (marker == 0xDA) {
        in = In::first_interval;
      } else if (in != In::headers && marker != 0x00 && marker != 0xFF) {
        in = restart ? In::later_interval : In::headers;
      }
    }
    if (in != In::later_interval) {
      left.push_back(file[i]);
    }
  }
  return left;
}

template <Variant variant>
std::expected<reference::Pixels, std::string> decode_first_interval_only(std::span<const std::byte> file,
                                                                         std::size_t budget) {
  auto pixels = reference::decode_image(file, budget);
  const bool jpeg = file.size() > 2 && file[0] == std::byte{0xFF} && file[1] == std::byte{0xD8};
  if (variant == Variant::twin || !pixels || !jpeg) {
    return pixels;
  }
  return reference::stb::decode(first_intervals(file), reference::Pixels::Depth::eight, budget);
}

template <Variant variant>
Declaration first_interval_only() {
  return image_folder_with<reference::Batched>({.plan = {.decode = decode_first_interval_only<variant>}});
}

}  // namespace proofload::zoo
