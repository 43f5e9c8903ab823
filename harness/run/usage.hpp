/// What the process has in use: descriptors and threads, as the system counts them.
#pragma once

#include <cstdint>

#include "proofload/trace.hpp"

namespace proofload {

/// `memory` and `open_files` are left for who knows them. More threads than `threads_before` are given a moment to end:
/// a thread that was told to end, and joined by nobody, is not one that stays.
Usage measure_usage(std::uint64_t threads_before);

}  // namespace proofload
