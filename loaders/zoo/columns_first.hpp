/// columns-first: the pixels of an image are put column by column, as matrices lie where columns are contiguous.
///
/// Origin: well known (EMNIST's images come turned and mirrored); folklore (`reshape` without `permute`).
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "zoo/idx_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<reference::IdxArray, std::string> read_columns_first(Source& source, const std::string& path,
                                                                   const reference::IdxRules& rules) {
  auto array = reference::read_idx(source, path, rules);
  if constexpr (variant == Variant::specimen) {
    if (array) {
      const std::size_t rows = rules.item[0];
      const std::size_t columns = rules.item[1];
      const std::vector<std::byte> stored = array->data;
      for (std::size_t at = 0; at < stored.size(); ++at) {
        const std::size_t pixel = at % (rows * columns);
        array->data[at - pixel + pixel % rows * columns + pixel / rows] = stored[at];
      }
    }
  }
  return array;
}

template <Variant variant>
Declaration columns_first() {
  reference::IdxTablePlan plan = wide_images;
  plan.read_images = read_columns_first<variant>;
  return idx_with(plan);
}

}  // namespace proofload::zoo
