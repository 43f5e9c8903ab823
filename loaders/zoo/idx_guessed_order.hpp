/// idx-guessed-order: a header that makes no sense with the most significant byte first is read the other way round.
///
/// Origin: folklore (byte order guessed from the values; the format has one).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "reference/idx_stream.hpp"
#include "zoo/idx_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

/// The reference's way for a header of either order: sizes and data are read and checked in the same way.
template <Variant variant>
std::expected<reference::IdxArray, std::string> read_in_guessed_order(Source& source, const std::string& path,
                                                                      const reference::IdxRules& rules) {
  auto array = reference::read_idx(source, path, rules);
  if (variant == Variant::twin || array) {
    return array;
  }
  auto stream = reference::open_idx(source, path);
  std::vector<std::byte> header(reference::idx_header_size(rules.axes));
  if (!stream || (*stream)->read(header).value_or(0) != header.size()) {
    return array;
  }
  for (std::size_t at = 4; at < header.size(); at += 4) {
    std::ranges::reverse(std::span(header).subspan(at, 4));
  }
  const auto shape = reference::idx_shape(header, rules);
  if (!shape) {
    return array;
  }
  reference::IdxArray other{*shape, {}};
  std::size_t size = shape->front();
  for (const std::uint32_t axis : rules.item) {
    size *= axis;
  }
  other.data.resize(size);
  if ((*stream)->read(other.data).value_or(0) != size) {
    return array;
  }
  return other;
}

template <Variant variant>
Declaration idx_guessed_order() {
  reference::IdxTablePlan plan = wide_images;
  plan.read_images = read_in_guessed_order<variant>;
  return idx_with(plan);
}

}  // namespace proofload::zoo
