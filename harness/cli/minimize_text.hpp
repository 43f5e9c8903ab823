/// What a minimization came to, for people and as JSON.
#pragma once

#include <string>

#include "proofload/minimize.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {

/// One line while it runs.
std::string progress_text(const MinimizeProgress& progress);

/// Before and after, why it ended, and what cannot be removed without losing the failure.
std::string minimized_text(const Minimized& result, const Case& simplest);
Json minimized_json(const Minimized& result, const Case& simplest);

}  // namespace proofload::cli
