#include "reference/window_table.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace proofload::reference {

WindowTable::WindowTable(Source& source, const WindowPlan& plan) : plan_(plan), rows_(source, plan.rows) {
  for (const RecordTable::Part& file : plan.layout->series(rows_.parts())) {
    const bool bad = file.is == RecordTable::Part::Is::one_bad_sample;
    const std::uint64_t windows = bad ? 1 : plan.layout->windows(file.count);
    if (windows > 0) {
      parts_.push_back({file, size_});
      size_ += windows;
    }
  }
  if (size_ == 0) {
    throw LoadFailure({.reason = "expected a series of at least " + std::to_string(plan.layout->declared().span()) +
                                 " rows, which one window needs, found none"});
  }
}

const WindowTable::Part& WindowTable::part_of(std::uint64_t index) const {
  return *std::prev(std::ranges::upper_bound(parts_, index, {}, &Part::first));
}

WindowTable::Place WindowTable::place(std::uint64_t index) const {
  const Part& part = part_of(index);
  return {part.file, plan_.layout->begin(index - part.first)};
}

LoadError WindowTable::refusal(const Part& part, std::uint64_t index, const LoadError& row) const {
  LoadError error{.path = row.path, .index = index, .reason = row.reason};
  if (row.record) {
    error.record = index - part.first;
    error.reason = "row " + std::to_string(*row.record) + ": " + row.reason;
  }
  return error;
}

std::expected<void, LoadError> WindowTable::steps(std::uint64_t index, std::span<float> into) const {
  const Part& part = part_of(index);
  const std::uint64_t first = part.file.first;
  const std::uint64_t begin = place(index).begin;
  const std::uint64_t length = plan_.layout->declared().length;
  const auto refuse = [&](const LoadError& row) { return std::unexpected(refusal(part, index, row)); };
  if (part.file.is == RecordTable::Part::Is::one_bad_sample) {
    return refuse(rows_.values(first).error());
  }
  // All rows before the first is written: what is refused leaves nothing.
  for (std::uint64_t step = 0; step < length; ++step) {
    if (const auto row = rows_.values(first + plan_.layout->step(begin, step)); !row) {
      return refuse(row.error());
    }
  }
  if (const auto row = rows_.values(first + plan_.layout->target(begin)); !row) {
    return refuse(row.error());
  }
  for (std::uint64_t step = 0; step < length; ++step) {
    const auto row = rows_.values(first + plan_.layout->step(begin, step));
    std::ranges::copy(*row, into.subspan(step * plan_.channels).begin());
  }
  return {};
}

float WindowTable::target(std::uint64_t index) const {
  const Place at = place(index);
  if (at.series.is == RecordTable::Part::Is::one_bad_sample) {
    return 0;
  }
  const auto row = rows_.values(at.series.first + plan_.layout->target(at.begin));
  return row ? (*row)[plan_.target] : 0;
}

}  // namespace proofload::reference
