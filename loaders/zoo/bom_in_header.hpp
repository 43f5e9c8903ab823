/// bom-in-header: the byte order mark stays in the name of the first column, which is then not found.
///
/// Origin: C2FO/fast-csv#131; duckdb/duckdb#2908.
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
std::expected<void, std::string> read_bom_in_header(std::span<const std::byte> file, std::vector<float>& values) {
  HeaderMistakes mistakes;
  if constexpr (variant == Variant::specimen) {
    mistakes.keeps_mark = HeaderMistakes::Made::yes;
  }
  return read_by_names(file, {"x", "y", "z"}, mistakes, values);
}

template <Variant variant>
Declaration bom_in_header() {
  Declaration declaration = csv_read_by(read_bom_in_header<variant>);
  return declaration;
}

}  // namespace proofload::zoo
