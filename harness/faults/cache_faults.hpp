/// What a run before may have left in a loader's cache on disk.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "faults/place.hpp"
#include "proofload/fault.hpp"

namespace proofload {

inline constexpr std::string_view cache_stale = "stale";
inline constexpr std::string_view cache_gone = "gone";
inline constexpr std::array<std::string_view, 4> cache_leftovers = {cache_stale, "cut", "zeros", cache_gone};

/// A file of the cache as a write that was torn leaves it: cut, or with zeros from a place on. Its structure is the
/// loader's secret, so a boundary is a fraction.
inline std::string cache_file_damaged(std::string bytes, const Fault& fault) {
  Place at = fault.at;
  if (at.from == Place::From::boundary) {
    at = {Place::From::fraction, at.value % 64 * 1024};
  }
  const std::size_t offset = resolve(at, std::as_bytes(std::span(bytes))).value_or(0);
  if (fault.text == "cut") {
    bytes.resize(std::min(offset, bytes.size()));
  } else if (fault.text == "zeros") {
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(std::min(offset, bytes.size())), bytes.end(), '\0');
  }
  return bytes;
}

}  // namespace proofload
