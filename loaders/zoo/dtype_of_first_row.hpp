/// dtype-of-first-row: the type of a table is taken from its first row: where that holds whole numbers, all that follow
/// lose their fractions.
///
/// Origin: folklore; huggingface/datasets#8241 is a schema inference of this kind.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_dtype_of_first_row(std::span<const std::byte> file, std::vector<float>& values) {
  const std::size_t before = values.size();
  auto read = reference::csv_plan(reference::pad_behind).read(file, values);
  const std::span<float> all = std::span(values).subspan(before);
  constexpr std::size_t columns = 3;
  if (variant == Variant::specimen && read && all.size() >= columns &&
      std::ranges::all_of(all.first(columns), [](float value) { return value == std::trunc(value); })) {
    std::ranges::transform(all, all.begin(), [](float value) { return std::trunc(value); });
  }
  return read;
}

template <Variant variant>
Declaration dtype_of_first_row() {
  return csv_read_by(read_dtype_of_first_row<variant>);
}

}  // namespace proofload::zoo
