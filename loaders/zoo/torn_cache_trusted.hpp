/// torn-cache-trusted: what a run that was killed wrote to the cache on disk, cut or with zeros behind what had reached
/// the disk, is taken as if all of it were there.
///
/// Origin: folklore.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "zoo/stored_images_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

inline bool take_what_is_there(std::span<const std::byte> stored, std::span<float> into) {
  std::ranges::fill(into, 0.0F);
  const auto features = stored.subspan(std::min(stored.size(), sizeof(std::uint64_t)));
  std::memcpy(into.data(), features.data(), std::min(features.size(), into.size_bytes()));
  return true;
}

template <Variant variant>
Declaration torn_cache_trusted() {
  return stored_images_with({.take = variant == Variant::specimen ? take_what_is_there : reference::take_checked});
}

}  // namespace proofload::zoo
