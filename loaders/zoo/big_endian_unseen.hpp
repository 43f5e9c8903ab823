/// big-endian-unseen: the sign for the byte order is skipped, so every array is taken for little-endian.
///
/// Origin: pmontalb/NpyCpp PR#2; visgl/loaders.gl PR#986.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "zoo/file_text.hpp"
#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_big_endian_unseen(std::span<const std::byte> file, std::vector<float>& values) {
  std::string text(text_of(file));
  constexpr std::string_view seen = "'descr': '>";
  constexpr std::string_view taken_for = "'descr': '<";
  const std::size_t at = text.find(seen);
  if (variant == Variant::specimen && at != std::string::npos) {
    text.replace(at, seen.size(), taken_for);
  }
  return reference::npy_plan(reference::pad_behind).read(bytes_of(text), values);
}

template <Variant variant>
Declaration big_endian_unseen() {
  return npy_read_by(read_big_endian_unseen<variant>);
}

}  // namespace proofload::zoo
