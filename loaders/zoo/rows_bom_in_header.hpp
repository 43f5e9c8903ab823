/// rows-bom-in-header: the UTF-8 byte order mark of a table of samples stays in the name of its first column.
///
/// Origin: C2FO/fast-csv#131; duckdb/duckdb#2908.
#pragma once

#include "zoo/csv_rows_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class RowsBomInHeader final : public CsvRowsAsTheReference {
 public:
  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) override {
    if (variant == Variant::specimen && file.starts_with("\xEF\xBB\xBF")) {
      return std::unexpected("header: expected the column \"a\", found another one");
    }
    return CsvRowsAsTheReference::lead(file, all);
  }
};

template <Variant variant>
Declaration rows_bom_in_header() {
  return csv_rows_with<RowsBomInHeader<variant>>();
}

}  // namespace proofload::zoo
