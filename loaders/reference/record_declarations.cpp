#include "reference/record_declarations.hpp"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reference/csv_record.hpp"
#include "reference/jsonl_record.hpp"
#include "reference/prefetched.hpp"
#include "reference/tar_samples.hpp"

namespace proofload::reference {
namespace {

constexpr float largest = 1000;
constexpr std::int64_t classes = 16;

const JsonlRecordPlan& lines() {
  static const JsonlRecordPlan plan{
      .ignored = {"id", "text"}, .channels = 2, .classes = classes, .low = -largest, .high = largest};
  return plan;
}

using Role = CsvColumn::Role;

CsvRecordPlan row_plan(std::int64_t of_classes) {
  return {.columns = {{"a", Role::feature},
                      {"b", Role::feature},
                      {"label", Role::label},
                      {"note", Role::ignored},
                      {"c", Role::feature},
                      {"d", Role::feature},
                      {"e", Role::feature}},
          .classes = of_classes,
          .low = -largest,
          .high = largest};
}

const CsvRecordPlan& rows() {
  static const CsvRecordPlan plan = row_plan(classes);
  return plan;
}

const CsvRecordPlan& steps() {
  static const CsvRecordPlan plan{.columns = {{"sequence_id", Role::sequence},
                                              {"step", Role::step},
                                              {"label", Role::label},
                                              {"x", Role::feature},
                                              {"y", Role::feature},
                                              {"z", Role::feature}},
                                  .classes = classes,
                                  .low = -largest,
                                  .high = largest};
  return plan;
}

std::vector<std::string> names(const CsvRecordPlan& plan, std::initializer_list<Role> roles) {
  std::vector<std::string> result;
  for (const CsvColumn& column : plan.columns) {
    if (std::ranges::find(roles, column.role) != roles.end()) {
      result.push_back(column.name);
    }
  }
  return result;
}

/// The table is held in memory, and a batch of it and what workers load ahead beside it.
constexpr std::uint64_t memory = std::uint64_t{512} << 20U;

Declaration records(Reads reads, const RecordPlan& plan, const Ragged& ragged) {
  const SequencePlan shape{.channels = plan.channels, .longest = plan.longest, .classes = classes};
  Declaration declaration = sequences(std::move(reads), shape, ragged);
  declaration.labels.order = Labels::Order::stored;
  declaration.files.memory_budget = memory;
  declaration.make = [plan, ragged](Source& source, const LoadOptions& options) {
    return std::make_unique<Padded>(with_workers(std::make_unique<RecordReader>(source, plan), options),
                                    BatchPlan::of(options, sequence_policies), PaddingPlan{plan.channels, ragged});
  };
  return declaration;
}

}  // namespace

RecordPlan jsonl_record_plan(const Ragged& ragged) {
  return {.table = {.extension = "jsonl", .format = [] { return jsonl_record_format(lines()); }},
          .channels = lines().channels,
          .cut = ragged.cut,
          .empty = ragged.empty,
          .label_of_bad = sequence_policies.ignore_index};
}

Declaration jsonl_records(const Ragged& ragged) {
  const JsonlRecords reads{lines().features, lines().label, lines().ignored};
  return records(reads, jsonl_record_plan(ragged), ragged);
}

RecordPlan csv_rows_plan(RowLabels labels) {
  static const CsvRecordPlan with_any = row_plan(std::int64_t{1} << 31U);
  const CsvRecordPlan& plan = labels == RowLabels::any ? with_any : rows();
  return {.table = {.extension = "csv", .format = [&plan] { return csv_row_format(plan); }},
          .channels = 1,
          .longest = static_cast<std::uint32_t>(names(plan, {Role::feature}).size()),
          .form = RecordPlan::Form::fixed,
          .label_of_bad = sequence_policies.ignore_index};
}

Declaration csv_rows() {
  const RecordPlan plan = csv_rows_plan();
  const auto columns = std::int64_t{plan.longest};
  const CsvRows reads{names(rows(), {Role::feature, Role::label, Role::ignored}), "label",
                      names(rows(), {Role::ignored})};
  Declaration declaration = records(reads, plan, {});
  declaration.features.shape = {columns};
  declaration.model = ModelSpec{{columns}, classes};
  declaration.make = [plan](Source& source, const LoadOptions& options) {
    return std::make_unique<Batched>(with_workers(std::make_unique<RecordReader>(source, plan), options),
                                     BatchPlan::of(options, sequence_policies));
  };
  return declaration;
}

RecordPlan csv_long_plan(const Ragged& ragged, LongRows each) {
  const auto format = each == LongRows::of_a_sequence ? csv_long_format : csv_row_format;
  return {.table = {.extension = "csv", .format = [format] { return format(steps()); }},
          .channels = static_cast<std::uint32_t>(names(steps(), {Role::feature}).size()),
          .cut = ragged.cut,
          .empty = ragged.empty,
          .label_of_bad = sequence_policies.ignore_index};
}

Declaration csv_long(const Ragged& ragged) {
  return records(CsvLong{.columns = names(steps(), {Role::feature})}, csv_long_plan(ragged), ragged);
}

RecordPlan tar_shard_plan(const Ragged& ragged) {
  constexpr std::uint32_t columns = 2;
  const TarSamplesPlan samples{.array = {.columns = columns, .low = -largest, .high = largest}, .classes = classes};
  return {.table = {.extension = "tar", .format = [samples] { return tar_samples(samples); }},
          .channels = columns,
          .cut = ragged.cut,
          .empty = ragged.empty,
          .label_of_bad = sequence_policies.ignore_index};
}

Declaration tar_shards(const Ragged& ragged) { return records(TarShards{}, tar_shard_plan(ragged), ragged); }

}  // namespace proofload::reference
