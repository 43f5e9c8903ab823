/// The pulse is what a watchdog can see of a run from outside: which call is pending and what it has done so far.
///
/// One for the process, written by the thread that drives the loader and by the sources, read by the watchdog.
#pragma once

#include <atomic>
#include <cstdint>

namespace proofload {

struct Pulse {
  std::atomic<std::uint64_t> call_started{0};  ///< steady clock, nanoseconds; 0: no call into the loader is pending
  std::atomic<std::uint64_t> calls{0};         ///< into the loader, ever
  std::atomic<std::uint64_t> source_calls{0};  ///< to the source since the pending call began
  std::atomic<std::uint64_t> kept_bytes{0};    ///< that the harness copied of the loader's batches in this case
  std::atomic<std::uint64_t> input_bytes{0};   ///< of the effective dataset
  std::atomic<std::uint64_t> input_files{0};   ///< of the effective dataset
  std::atomic<std::uint64_t> rows_asked{0};    ///< of samples, at most, that a loader may read in one call
};

/// Of this process.
Pulse& pulse();

}  // namespace proofload
