/// `minimize` with a program of the user's instead of a loader.
#pragma once

#include "cli/verbs.hpp"

namespace proofload::cli {

ExitCode minimize_by_command(const MinimizeRequest& request);

}  // namespace proofload::cli
