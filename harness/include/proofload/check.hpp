/// Checking is the narrow waist: the fuzz driver, the properties, replay, the minimizer and the command line call it
/// and nothing below it.
#pragma once

#include <functional>

#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "proofload/trace.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

/// Runs the case in this process and judges it. A crash or hang of the loader is this process's; for `live` a watchdog
/// must have been started (`proofload/worker.hpp` does both in a process of its own). `after_own_run` is called with
/// what was seen of the case's own run, before the runs that it is compared with.
Verdict check(const Case& value, const RegisteredLoader& loader,
              const std::function<void(const Trace&)>& after_own_run = {});

/// The case with everything that the loader does not declare taken back to its default: what generators make and what
/// bytes say becomes a case that may be judged.
Case fit(Case value, const Declaration& declaration);

}  // namespace proofload
