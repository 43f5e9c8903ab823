#include "reference/window_declaration.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "reference/csv_record.hpp"
#include "reference/forecasts.hpp"
#include "reference/prefetched.hpp"
#include "reference/sequence_declarations.hpp"
#include "reference/window_reader.hpp"

namespace proofload::reference {
namespace {

constexpr float largest = 1000;

using Role = CsvColumn::Role;

const CsvRecordPlan& columns() {
  static const CsvRecordPlan plan{
      .columns = {{"time", Role::ignored}, {"a", Role::feature}, {"b", Role::feature}, {"y", Role::feature}},
      .low = -largest,
      .high = largest};
  return plan;
}

const Windows& declared() {
  static const Windows windows{.header = {"time", "a", "b", "y"},
                               .features = {"a", "b", "y"},
                               .target = "y",
                               .length = 8,
                               .stride = 3,
                               .rate = 2,
                               .horizon = 2};
  return windows;
}

}  // namespace

WindowPlan window_plan() {
  return {.rows = {.extension = "csv", .format = [] { return csv_row_format(columns()); }},
          .channels = 3,
          .target = 2,
          .layout = std::make_shared<const WindowLayout>(declared())};
}

Declaration windows() {
  const WindowPlan plan = window_plan();
  Declaration declaration = sequences(declared(), {}, {});
  const std::vector<std::int64_t> shape = window_shape(plan);
  declaration.features.shape.assign(shape.begin(), shape.end());
  declaration.labels = {.dtype = Dtype::float32, .kind = Labels::Kind::regression};
  declaration.model = ModelSpec{shape, 1};
  declaration.files.memory_budget = std::uint64_t{512} << 20U;  // the table, and what workers load ahead beside it
  declaration.make = [plan](Source& source, const LoadOptions& options) {
    auto table = std::make_shared<const WindowTable>(source, plan);
    auto reader = std::make_unique<WindowReader>(table, window_shape(plan));
    return std::make_unique<Forecasts>(with_workers(std::move(reader), options), std::move(table),
                                       BatchPlan::of(options, sequence_policies));
  };
  return declaration;
}

}  // namespace proofload::reference
