#include "reference/record_reader.hpp"

#include <algorithm>
#include <utility>

#include "reference/steps_record.hpp"

namespace proofload::reference {

RecordReader::RecordReader(Source& source, const RecordPlan& plan)
    : plan_(plan), table_(std::make_shared<const RecordTable>(source, plan.table)) {}

std::expected<void, LoadError> RecordReader::get(std::uint64_t index, std::span<float> into) {
  auto values = table_->values(index);
  if (!values) {
    return std::unexpected(std::move(values.error()));
  }
  if (plan_.form == RecordPlan::Form::fixed) {  // as many as the format checked
    std::ranges::copy(*values, into.begin());
    return {};
  }
  if (auto written = write_steps(*values, {plan_.channels, plan_.longest, plan_.cut, plan_.empty}, into); !written) {
    return std::unexpected(table_->refusal(index, std::move(written.error())));
  }
  return {};
}

}  // namespace proofload::reference
