/// A watchdog is a thread that ends the process when the loader will never return, or holds too much memory.
///
/// It follows `pulse()`. A call into the loader breaks `live` by evidence, never by the clock alone:
///  - it called the source more often than any reading can need: 1000 + 200 a file + 4 a byte of the dataset;
///  - it used more processor time than 5 s + 20 µs a byte of the dataset (of all threads, since the call began);
///  - the deadline is over, and for half a second all threads of the loader waited for one another: each in a wait
///    without a timeout, no context switch, no call to the source. Where some wait could end by itself, or the system
///    does not tell: for 20 s all slept, used less than 1 % of a processor, and made no call to the source.
/// Otherwise it goes on waiting, up to the hard cap: then nobody can tell. On its way out it writes last words to
/// `deathbed()` and every thread's stack to standard error.
///
/// Works in any process: the worker's child, and a fuzz target (start it in `LLVMFuzzerInitialize`, after any fork;
/// threads that are there before the first call into the loader are taken to be the engine's own, but for the one that
/// starts the watchdog, which must be the one that drives the loader).
#pragma once

#include <chrono>
#include <cstdint>

#include "run/deathbed.hpp"

namespace proofload {

struct WatchdogLimits {
  std::chrono::milliseconds deadline{2000};  ///< of a call, before standing still is looked at
  std::chrono::milliseconds hard_cap{60000};
  std::uint64_t memory = std::uint64_t{2} << 30U;  ///< resident bytes above those at the start; 0: not watched

  std::chrono::milliseconds still{500};          ///< all threads wait forever for so long
  std::chrono::milliseconds asleep{20000};       ///< … or sleep, in whatever way, for so long
  std::chrono::milliseconds processor{5000};     ///< processor time of one call
  std::chrono::microseconds processor_byte{20};  ///< … and for each byte of the dataset
};

/// How a watchdog ends the process: it is called on the watchdog's thread after everything was written, and when it
/// returns, or is null, the process exits with `exit_stuck` or `exit_memory` (sanitizer_report.hpp) at once.
using OnDead = void (*)(const Deathbed& words);

/// Once in a process, from the thread that drives the loader.
void start_watchdog(const WatchdogLimits& limits, OnDead on_dead = nullptr);

}  // namespace proofload
