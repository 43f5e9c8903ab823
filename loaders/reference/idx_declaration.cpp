#include "reference/idx_declaration.hpp"

#include <memory>
#include <utility>

#include "reference/batched.hpp"
#include "reference/idx_reader.hpp"
#include "reference/prefetched.hpp"

namespace proofload::reference {
namespace {

/// Policies where the options set none.
constexpr BatchPlan policies = {.bad_sample = BadSample::fail, .last_batch = LastBatch::keep};

}  // namespace

Declaration idx(const IdxTablePlan& plan) {
  constexpr std::uint64_t memory = std::uint64_t{256} << 20U;  // the table, and what it was before it grew last
  constexpr std::uint64_t worker_memory = std::uint64_t{16} << 20U;
  const std::vector<std::int64_t> shape = {1, plan.rows, plan.columns};
  Transform transform = Transform::Kind::exact;
  transform.tolerance = 0.001;  // a quarter of what one level of a pixel is
  return {
      .reads = Idx{.gzip = Idx::Gzip::read},
      .features = {.dtype = Dtype::float32,
                   .shape = {shape.begin(), shape.end()},
                   .range = Range{0.0, 1.0, Range::Kind::exact},
                   .layout = Layout::chw},
      .labels = {.dtype = Dtype::int64,
                 .kind = Labels::Kind::classes,
                 .classes = plan.classes,
                 .ignore_index = policies.ignore_index,
                 .order = Labels::Order::stored},
      .transform = transform,
      .integrity = Integrity::checksums,
      .bad_sample = policies.bad_sample,
      .last_batch = policies.last_batch,
      .length = {LengthPromise::Kind::exact, LengthPromise::Counting::before_skips},
      .listing = Listing::sorted,
      .sampling = {.kind = Sampling::Kind::uniform},
      .repeats = {.again = Repeats::same_bytes,
                  .other_workers = Repeats::same_bytes,
                  .other_batch_size = Repeats::same_bytes},
      .supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs, Option::workers, Option::prefetch,
                   Option::bad_sample, Option::last_batch},
      .batches = BatchLife::owned,
      .files = {.cache = Files::Cache::none,
                .empty_dataset = Files::Empty::error,
                .memory_budget = memory,
                .worker_memory = worker_memory},
      .model = ModelSpec{shape, plan.classes},
      .make =
          [plan](Source& source, const LoadOptions& options) {
            auto reader = std::make_unique<IdxReader>(source, plan, policies.ignore_index);
            return std::make_unique<Batched>(with_workers(std::move(reader), options),
                                             BatchPlan::of(options, policies));
          },
  };
}

}  // namespace proofload::reference
