/// The runner takes one case through one loader and writes down what it sees. It never judges.
#pragma once

#include <cstdint>
#include <optional>

#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "proofload/trace.hpp"

namespace proofload {

/// How a run differs from what the case says; for comparison runs.
struct RunPlan {
  std::optional<std::uint64_t> abandon_after;  ///< leave the first epoch after so many batches; it is then extra
};

/// `effective` is `apply(value.dataset, value.faults)`, made once for all runs of a case.
Trace run_case(const Case& value, const EffectiveDataset& effective, const RegisteredLoader& loader,
               const RunPlan& plan = {});

/// The same, for one run alone.
Trace run_case(const Case& value, const RegisteredLoader& loader);

}  // namespace proofload
