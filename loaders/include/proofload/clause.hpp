/// A clause is one numbered sentence of the loader contract.
///
/// A defective specimen says which clauses it breaks and an oracle which clause it judges; neither knows the other.
/// Names are stable: they are SARIF rule ids, command line filters and labels of the zoo.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace proofload {

enum class Clause : std::uint8_t {
  // Shape of a batch
  declared_shape,
  declared_dtype,
  declared_range,
  finite,
  mask_matches_lengths,
  // Which samples
  exactly_once,
  pairing,
  content,
  isolation,
  class_index,
  // Order
  deterministic,
  seed_varies,
  worker_invariant,
  batch_size_invariant,
  shard_partition,
  resume_exact,
  fair_order,
  // Ends
  last_batch_policy,
  honest_length,
  epoch_restart,
  empty_dataset,
  // Errors
  honest_errors,
  no_false_alarm,
  confined,
  dataset_unchanged,
  // Resources
  memory_bounded,
  no_leak,
  live,
  memory_safe,
  initialized,
  batch_owned,
  // Model
  model_finite,
  model_fits,
};

inline constexpr std::size_t clause_count = static_cast<std::size_t>(Clause::model_fits) + 1;

/// Every clause, in the order of the contract.
inline constexpr std::array<Clause, clause_count> all_clauses = [] {
  std::array<Clause, clause_count> clauses{};
  for (std::size_t i = 0; i < clause_count; ++i) {
    clauses[i] = static_cast<Clause>(i);
  }
  return clauses;
}();

/// The stable name, with hyphens: `Clause::honest_errors` is "honest-errors".
std::string_view name(Clause clause);

/// The sentence that a loader keeps.
std::string_view sentence(Clause clause);

/// The clause of that name, or nothing.
std::optional<Clause> clause_named(std::string_view name);

}  // namespace proofload
