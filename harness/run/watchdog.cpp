#include "run/watchdog.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "run/memory_meter.hpp"
#include "run/pulse.hpp"
#include "run/sanitizer_report.hpp"
#include "run/thread_dump.hpp"
#include "run/thread_states.hpp"

namespace proofload {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds poll{5};
constexpr milliseconds between_samples{50};

nanoseconds processor_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

/// Bytes in memory. One small read: cheap enough for every poll.
class Resident {
 public:
  std::uint64_t bytes() const {
    std::array<char, 128> text{};
    if (file_ < 0 || pread(file_, text.data(), text.size() - 1, 0) <= 0) {
      return 0;
    }
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    return std::sscanf(text.data(), "%" SCNu64 " %" SCNu64, &total, &resident) == 2 ? resident * page_ : 0;
  }

 private:
  int file_ = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  std::uint64_t page_ = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
};

double seconds(nanoseconds time) { return std::chrono::duration<double>(time).count(); }

class Watchdog {
 public:
  /// `others` are threads that are not the loader's.
  Watchdog(const WatchdogLimits& limits, OnDead on_dead, pid_t driver, std::vector<pid_t> others)
      : limits_(limits),
        on_dead_(on_dead),
        driver_(driver),
        resident_at_start_(resident_.bytes()),
        others_(std::move(others)) {
    others_.push_back(this_thread());
  }

  [[noreturn]] void watch() {
    for (;;) {
      std::this_thread::sleep_for(poll);
      Deathbed& page = deathbed();
      page.ticks.fetch_add(1, std::memory_order_relaxed);
      const Pulse& p = pulse();
      const std::uint64_t started = p.call_started;
      const std::uint64_t call = p.calls;
      page.calls.store(call, std::memory_order_relaxed);
      page.resident.store(resident_.bytes(), std::memory_order_relaxed);
      watch_memory(started != 0);
      if (call == 0) {
        learn_other_threads();
      }
      if (started == 0) {
        started_ = 0;
        continue;
      }
      if (started != started_ || call != call_) {
        started_ = started;
        call_ = call;
        processor_at_start_ = processor_time();
        samples_ = {};
      }
      watch_call();
    }
  }

 private:
  /// Threads that come before the first call are not the loader's either.
  void learn_other_threads() {
    others_ = threads();
    std::erase(others_, driver_);
  }

  void watch_memory(bool in_call) {
    if (limits_.memory == 0) {
      return;
    }
    const std::uint64_t resident = resident_.bytes();
    if (resident <= resident_at_start_ || resident - resident_at_start_ <= limits_.memory) {
      return;
    }
    const std::uint64_t more = resident - resident_at_start_;
    // What is kept to judge it is not the loader's.
    const std::uint64_t kept = std::min<std::uint64_t>(more, pulse().kept_bytes + 2 * pulse().input_bytes);
    const std::string what = fmt::format(
        "the process came to hold {} MiB more than before the first case, about {} MiB of it the harness's; the limit "
        "is {} MiB (--memory raises it)",
        more >> 20U, kept >> 20U, limits_.memory >> 20U);
    die(in_call && more - kept > limits_.memory / 2 ? Deathbed::Kind::memory : Deathbed::Kind::memory_outside_call,
        "resident-memory", what, exit_memory);
  }

  void watch_call() {
    const Pulse& p = pulse();
    const std::uint64_t calls = p.source_calls;
    const std::uint64_t bytes = p.input_bytes;
    // Some read a file again for each sample that it holds.
    const std::uint64_t most_calls = 1000 + 200 * p.input_files + 4 * bytes * (1 + p.rows_asked);
    if (calls > most_calls) {
      stuck("source-without-bound",
            fmt::format("one call made {} calls to the source for {} files of {} bytes in all and at most {} samples; {} "
                        "are enough for any way of reading them",
                        calls, p.input_files.load(), bytes, p.rows_asked.load(), most_calls));
    }
    const nanoseconds processor = processor_time() - processor_at_start_;
    const nanoseconds most_processor =
        limits_.processor +
        limits_.processor_byte * static_cast<std::int64_t>(std::min<std::uint64_t>(bytes, 1U << 30U));
    if (processor > most_processor) {
      stuck("processor-without-bound",
            fmt::format("one call has used {:.1f} s of processor time for {} bytes of input; {:.1f} s is the bound",
                        seconds(processor), bytes, seconds(most_processor)));
    }
    const nanoseconds pending = Clock::now().time_since_epoch() - nanoseconds(static_cast<std::int64_t>(started_));
    if (pending < limits_.deadline) {
      return;
    }
    look_at_threads(calls);
    if (pending > limits_.hard_cap) {
      stuck("hard-cap",
            fmt::format("a call did not return within {:.0f} s; it used {:.1f} s of processor time, so nothing shows "
                        "that it never would",
                        seconds(pending), seconds(processor)),
            Deathbed::Kind::no_evidence);
    }
  }

  void look_at_threads(std::uint64_t source_calls) {
    const auto now = Clock::now();
    if (now - samples_.last < between_samples) {
      return;
    }
    samples_.last = now;
    std::vector<ThreadState> states = thread_states(others_);
    const bool forever =
        std::ranges::all_of(states, [](const ThreadState& state) { return state.wait == ThreadState::Wait::forever; });
    const bool asleep =
        std::ranges::none_of(states, [](const ThreadState& state) { return state.wait == ThreadState::Wait::none; });
    const std::uint64_t ticks = std::transform_reduce(states.begin(), states.end(), std::uint64_t{0}, std::plus<>(),
                                                      [](const ThreadState& state) { return state.processor_ticks; });
    const auto ticks_a_second = static_cast<double>(sysconf(_SC_CLK_TCK));

    if (!forever || states != samples_.states || source_calls != samples_.source_calls) {
      samples_.still_since = now;
    }
    const bool first = samples_.states.empty();
    const double used = static_cast<double>(ticks - std::min(ticks, samples_.asleep_ticks)) / ticks_a_second;
    if (first || !asleep || source_calls != samples_.source_calls || used > 0.01 * seconds(limits_.asleep)) {
      samples_.asleep_since = now;
      samples_.asleep_ticks = ticks;
    }
    samples_.states = std::move(states);
    samples_.source_calls = source_calls;

    if (now - samples_.still_since >= limits_.still) {
      const std::size_t count = samples_.states.size();
      stuck("stands-still",
            fmt::format("a call has not returned for {:.1f} s: {}, without a timeout",
                        seconds(now.time_since_epoch() - nanoseconds(static_cast<std::int64_t>(started_))),
                        count == 1 ? "the only thread of the loader waits to be woken by another"
                                   : fmt::format("all {} threads of the loader wait for one another", count)));
    }
    if (now - samples_.asleep_since >= limits_.asleep) {
      stuck(
          "stands-still",
          fmt::format("a call does not return: for {:.0f} s the loader's threads ({}) slept and none called the source",
                      seconds(limits_.asleep), samples_.states.size()));
    }
  }

  void stuck(const char* cause, const std::string& what, Deathbed::Kind kind = Deathbed::Kind::stuck) {
    // The call may have returned while the evidence was gathered.
    if (pulse().call_started == started_ && pulse().calls == call_) {
      die(kind, cause, what, exit_stuck);
    }
  }

  void die(Deathbed::Kind kind, const char* cause, const std::string& what, int code) {
    if (!say(kind, cause, what)) {
      // A sanitizer spoke first and is about to end the process. When it cannot, this does.
      std::this_thread::sleep_for(std::chrono::seconds(5));
      _exit(exit_sanitizer);
    }
    dump_stacks();
    if (on_dead_ != nullptr) {
      on_dead_(deathbed());
    }
    _exit(code);
  }

  struct Samples {
    Clock::time_point last;
    Clock::time_point still_since;
    Clock::time_point asleep_since;
    std::uint64_t asleep_ticks = 0;
    std::uint64_t source_calls = 0;
    std::vector<ThreadState> states;  // never empty later on: the driver is among them
  };

  WatchdogLimits limits_;
  OnDead on_dead_;
  pid_t driver_;
  Resident resident_;
  std::uint64_t resident_at_start_;
  std::vector<pid_t> others_;

  std::uint64_t started_ = 0;
  std::uint64_t call_ = 0;
  nanoseconds processor_at_start_{};
  Samples samples_;
};

}  // namespace

void start_watchdog(const WatchdogLimits& limits, OnDead on_dead) {
  prepare_dump();
  const pid_t driver = this_thread();
  std::vector<pid_t> others = threads();
  std::erase(others, driver);
  std::thread([limits, on_dead, driver, others = std::move(others)] {
    const MemoryMeter::NotCounted own;
    Watchdog(limits, on_dead, driver, others).watch();
  }).detach();
}

}  // namespace proofload
