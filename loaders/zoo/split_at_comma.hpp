/// split-at-comma: rows are split at every comma, whether it is quoted or not.
///
/// Origin: folklore.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "zoo/csv_header.hpp"
#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_split_at_comma(std::span<const std::byte> file, std::vector<float>& values) {
  HeaderMistakes mistakes;
  if constexpr (variant == Variant::specimen) {
    mistakes.splits_in_quotes = HeaderMistakes::Made::yes;
  }
  return read_by_names(file, {"x", "y, left", "z"}, mistakes, values);
}

template <Variant variant>
Declaration split_at_comma() {
  Declaration declaration = csv_read_by(read_split_at_comma<variant>);
  declaration.reads = Csv{{"x", "y, left", "z"}};
  return declaration;
}

}  // namespace proofload::zoo
