/// The runner takes one case through one loader and writes down what it sees. It never judges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "proofload/trace.hpp"

namespace proofload {

/// How a run differs from what the case says; for comparison runs.
struct RunPlan {
  std::optional<std::uint64_t> abandon_after;  ///< leave the first epoch after so many batches; it is then extra
  std::optional<std::uint64_t> destroy_after;  ///< destroy the loader after so many batches, in the middle of an epoch
  std::optional<std::uint64_t> epochs;         ///< instead of the case's, and beyond what a case may have
  std::optional<std::byte> fill;               ///< of memory that the loader allocates, where it can be filled
  std::optional<std::uint64_t> slow;           ///< some files are slow in other threads than the one that drives
  enum class Keep : std::uint8_t { batches, digests } keep = {};  ///< what the trace keeps of batches
  /// Over runs: memory that earlier runs of this kind in this process left counts too, until it is freed.
  enum class Measure : std::uint8_t { nothing, usage, usage_over_runs } measure = {};
};

/// `effective` is `apply(value.dataset, value.faults)`, made once for all runs of a case.
Trace run_case(const Case& value, const EffectiveDataset& effective, const RegisteredLoader& loader,
               const RunPlan& plan = {});

/// The same, for one run alone.
Trace run_case(const Case& value, const RegisteredLoader& loader);

}  // namespace proofload
