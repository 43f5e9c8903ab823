/// zip-shortest: images and labels are zipped, so that what one file has more of than the other is passed over.
///
/// Origin: folklore (Python's zip).
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <string>

#include "zoo/idx_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<std::uint64_t, std::string> zipped(std::uint64_t images, std::uint64_t labels) {
  return variant == Variant::specimen ? std::min(images, labels) : reference::equal_counts(images, labels);
}

template <Variant variant>
Declaration zip_shortest() {
  reference::IdxTablePlan plan = wide_images;
  plan.count = zipped<variant>;
  return idx_with(plan);
}

}  // namespace proofload::zoo
