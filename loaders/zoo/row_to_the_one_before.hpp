/// row-to-the-one-before: a sequence is ended by the first row of another one, which is in it already.
///
/// Origin: folklore (grouping by a key that is compared after the row was added).
#pragma once

#include "zoo/csv_long_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class RowToTheOneBefore final : public CsvLongAsTheReference {
 public:
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    const auto rows = CsvLongAsTheReference::cut(bytes, all);
    if (variant == Variant::twin || !rows || *rows == bytes.size()) {
      return all || variant == Variant::twin ? rows : std::nullopt;
    }
    const auto one_more = reference::csv_row_size(bytes.substr(*rows), all);
    return one_more ? std::optional(*rows + *one_more) : std::nullopt;
  }
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    return variant == Variant::twin ? CsvLongAsTheReference::parse(record, values) : parse_rows(record, values);
  }
};

template <Variant variant>
Declaration row_to_the_one_before() {
  return csv_long_with<RowToTheOneBefore<variant>>();
}

}  // namespace proofload::zoo
