#include "reference/array_declarations.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "reference/array_reader.hpp"
#include "reference/batched.hpp"
#include "reference/prefetched.hpp"
#include "reference/sequence_declarations.hpp"

namespace proofload::reference {
namespace {

constexpr float largest = 1000;

Declaration arrays(Reads reads, const ArrayTablePlan& plan) {
  Declaration declaration = sequences(std::move(reads), {}, {});
  const std::vector<std::int64_t> shape = {plan.array.rows, plan.array.columns};
  declaration.features.shape.assign(shape.begin(), shape.end());
  declaration.labels.classes = plan.classes;
  declaration.labels.order = Labels::Order::stored;
  declaration.model = ModelSpec{shape, plan.classes};
  declaration.files.memory_budget = std::uint64_t{512} << 20U;  // the files, and the table that they become
  declaration.make = [plan](Source& source, const LoadOptions& options) {
    auto reader = std::make_unique<ArrayReader>(source, plan, sequence_policies.ignore_index);
    return std::make_unique<Batched>(with_workers(std::move(reader), options),
                                     BatchPlan::of(options, sequence_policies));
  };
  return declaration;
}

}  // namespace

ArrayTablePlan npy_arrays_plan() { return {.array = {.columns = 4, .low = -largest, .high = largest, .rows = 6}}; }

Declaration npy_arrays(const ArrayTablePlan& plan) { return arrays(NpyArrays{}, plan); }

ArrayTablePlan npz_plan() {
  ArrayTablePlan plan = npy_arrays_plan();
  plan.archive = "dataset.npz";
  plan.read = read_archived_arrays;
  return plan;
}

Declaration npz(const ArrayTablePlan& plan) {
  Declaration declaration = arrays(Npz{}, plan);
  declaration.integrity = Integrity::checksums;
  return declaration;
}

}  // namespace proofload::reference
