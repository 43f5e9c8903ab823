/// header-trusted: as many images are made as the header says, and how many bytes the read gave is not looked at.
///
/// Origin: folklore (`fread` whose count is dropped).
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "reference/idx_stream.hpp"
#include "zoo/idx_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::IdxArray, std::string> read_header_trusted(Source& source, const std::string& path,
                                                                    const reference::IdxRules& rules) {
  if constexpr (variant == Variant::twin) {
    return reference::read_idx(source, path, rules);
  }
  auto stream = reference::open_idx(source, path);
  if (!stream) {
    return std::unexpected(std::move(stream.error()));
  }
  std::vector<std::byte> header(reference::idx_header_size(rules.axes));
  if ((*stream)->read(header) != header.size()) {
    return std::unexpected("the header is cut");
  }
  auto shape = reference::idx_shape(header, rules);
  if (!shape) {
    return std::unexpected(std::move(shape.error()));
  }
  const std::size_t bytes = std::accumulate(shape->begin(), shape->end(), std::size_t{1}, std::multiplies());
  reference::IdxArray array{std::move(*shape), std::vector<std::byte>(bytes)};
  (void)(*stream)->read(array.data);
  return array;
}

template <Variant variant>
Declaration header_trusted() {
  reference::IdxTablePlan plan = wide_images;
  plan.read_images = read_header_trusted<variant>;
  return idx_with(plan);
}

}  // namespace proofload::zoo
