/// What the threads of this process are doing, as the system sees them from outside.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>
#include <vector>

namespace proofload {

struct ThreadState {
  enum class Wait : std::uint8_t {
    none,     ///< runs, or may at any moment
    some,     ///< sleeps; the system does not tell whether it would wake by itself
    forever,  ///< sleeps until another thread of this process wakes it
  };
  pid_t thread = 0;
  Wait wait = Wait::none;
  std::uint64_t processor_ticks = 0;
  std::uint64_t switches = 0;  ///< of context: one more for each time that it slept or was interrupted

  bool operator==(const ThreadState&) const = default;
};

pid_t this_thread();

/// Ascending.
std::vector<pid_t> threads();

/// Of all threads but those left out.
std::vector<ThreadState> thread_states(std::span<const pid_t> left_out);

}  // namespace proofload
