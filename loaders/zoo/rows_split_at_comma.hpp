/// rows-split-at-comma: a row is split at every comma, whether it is quoted or not.
///
/// Origin: folklore.
#pragma once

#include "zoo/csv_rows_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class RowsSplitAtComma final : public CsvRowsAsTheReference {
 public:
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    if constexpr (variant == Variant::twin) {
      return CsvRowsAsTheReference::parse(record, values);
    }
    // A comma within quotes ends its field, and the rest is the next one.
    std::string split;
    bool quoted = false;
    for (const char c : record) {
      quoted = c == '"' ? !quoted : quoted;
      split += quoted && c == ',' ? "\",\"" : std::string(1, c);
    }
    return CsvRowsAsTheReference::parse(split, values);
  }
};

template <Variant variant>
Declaration rows_split_at_comma() {
  return csv_rows_with<RowsSplitAtComma<variant>>();
}

}  // namespace proofload::zoo
