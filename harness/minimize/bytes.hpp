/// Making a run of bytes shorter, wherever it stands: as a whole file, or as a part whose surroundings are put right.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "minimize/search.hpp"

namespace proofload {

/// `make` is the case with other bytes in the run's place; `bytes` is what is there now. Its length first, by
/// bisection, then, where little is left, single bytes.
/// What is there afterwards.
std::string minimize_run(Search& search, std::string bytes, const std::function<Case(std::string_view)>& make);

}  // namespace proofload
