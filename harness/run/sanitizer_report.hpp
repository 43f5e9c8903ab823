/// A sanitizer's report, where the program is linked with a sanitizer, becomes the last words of the process.
///
/// The options that sanitizers take from the program are defined beside this (`__asan_default_options`,
/// `__ubsan_default_options`); the environment overrides them, as everywhere.
#pragma once

#include <cstddef>

namespace proofload {

/// Exit codes of a process that dies by its loader.
inline constexpr int exit_sanitizer = 77;
inline constexpr int exit_stuck = 70;
inline constexpr int exit_memory = 71;

/// From now on reports are copied to `deathbed()`. Does nothing without sanitizers; call it once in each process.
void catch_sanitizer_reports();

/// Prints the calling thread's stack to standard error, with module offsets when a sanitizer is there. For signal
/// handlers.
void print_own_stack();

}  // namespace proofload
