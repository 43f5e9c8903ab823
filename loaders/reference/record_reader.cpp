#include "reference/record_reader.hpp"

#include <algorithm>
#include <utility>

namespace proofload::reference {

RecordReader::RecordReader(Source& source, const RecordPlan& plan)
    : plan_(plan), table_(std::make_shared<const RecordTable>(source, plan.table)) {}

std::expected<void, LoadError> RecordReader::get(std::uint64_t index, std::span<float> into) {
  auto values = table_->values(index);
  if (!values) {
    return std::unexpected(std::move(values.error()));
  }
  std::span<const float> steps = *values;
  if (plan_.form == RecordPlan::Form::fixed) {  // as many as the format checked
    std::ranges::copy(steps, into.begin());
    return {};
  }
  const std::size_t most = std::size_t{plan_.longest} * plan_.channels;
  if (steps.empty() && plan_.empty == Ragged::Empty::refused) {
    return std::unexpected(table_->refusal(index, "expected at least one step, found none"));
  }
  if (steps.size() > most && plan_.cut != Ragged::Side::head && plan_.cut != Ragged::Side::tail) {
    return std::unexpected(table_->refusal(index, "expected at most " + std::to_string(plan_.longest) +
                                                      " steps, found " +
                                                      std::to_string(steps.size() / plan_.channels)));
  }
  if (steps.size() > most) {
    steps = plan_.cut == Ragged::Side::head ? steps.last(most) : steps.first(most);
  }
  into.front() = static_cast<float>(steps.size() / plan_.channels);
  const auto behind = std::ranges::copy(steps, into.begin() + 1).out;
  std::fill(behind, into.end(), 0.0F);
  return {};
}

}  // namespace proofload::reference
