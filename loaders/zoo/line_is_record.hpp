/// line-is-record: records are read line by line, whether a line end is quoted or not.
///
/// Origin: ayu5h-raj/quickcsv PR#5; hew-lang/hew#1674.
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
std::expected<void, std::string> read_line_is_record(std::span<const std::byte> file, std::vector<float>& values) {
  HeaderMistakes mistakes;
  if constexpr (variant == Variant::specimen) {
    mistakes.ends_in_quotes = HeaderMistakes::Made::yes;
  }
  return read_by_names(file, {"x", "y\n[m]", "z"}, mistakes, values);
}

template <Variant variant>
Declaration line_is_record() {
  Declaration declaration = csv_read_by(read_line_is_record<variant>);
  declaration.reads = Csv{{"x", "y\n[m]", "z"}};
  return declaration;
}

}  // namespace proofload::zoo
