/// steps-as-they-come: the rows of a sequence are taken in the order of the file, whatever their steps and labels say.
///
/// Origin: folklore (grouping by a key without sorting within the group).
#pragma once

#include "zoo/csv_long_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class StepsAsTheyCome final : public CsvLongAsTheReference {
 public:
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    return variant == Variant::twin ? CsvLongAsTheReference::parse(record, values) : parse_rows(record, values);
  }
};

template <Variant variant>
Declaration steps_as_they_come() {
  return csv_long_with<StepsAsTheyCome<variant>>();
}

}  // namespace proofload::zoo
