/// rows-line-is-record: a row ends with its line, whether the line end is quoted or not.
///
/// Origin: ayu5h-raj/quickcsv PR#5; hew-lang/hew#1674.
#pragma once

#include "zoo/csv_rows_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class RowsLineIsRecord final : public CsvRowsAsTheReference {
 public:
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    if constexpr (variant == Variant::twin) {
      return CsvRowsAsTheReference::cut(bytes, all);
    }
    const std::size_t end = bytes.find('\n');
    if (end != std::string_view::npos) {
      return end + 1;
    }
    return all ? std::optional(bytes.size()) : std::nullopt;
  }
};

template <Variant variant>
Declaration rows_line_is_record() {
  return csv_rows_with<RowsLineIsRecord<variant>>();
}

}  // namespace proofload::zoo
