#include "run/thread_dump.hpp"

#include <execinfo.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>

#include "run/sanitizer_report.hpp"
#include "run/thread_states.hpp"

namespace proofload {
namespace {

sem_t printed;

int dump_signal() { return SIGRTMIN + 3; }

void on_dump(int /*signal*/) {
  const int code = errno;
  print_own_stack();
  sem_post(&printed);
  errno = code;
}

timespec in(std::chrono::milliseconds time) {
  timespec then{};
  clock_gettime(CLOCK_REALTIME, &then);
  then.tv_nsec += std::chrono::nanoseconds(time).count();
  then.tv_sec += then.tv_nsec / 1'000'000'000;
  then.tv_nsec %= 1'000'000'000;
  return then;
}

}  // namespace

void prepare_dump() {
  sem_init(&printed, 0, 0);
  struct sigaction action = {};
  action.sa_handler = on_dump;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigaction(dump_signal(), &action, nullptr);
  // The first use loads a library, which allocates: not in the handler.
  std::array<void*, 1> frame{};
  backtrace(frame.data(), 1);
}

void dump_stacks() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  const pid_t own = this_thread();
  for (const pid_t thread : threads()) {
    if (thread == own || std::chrono::steady_clock::now() > end) {
      continue;
    }
    std::array<char, 64> line{};
    const int size = std::snprintf(line.data(), line.size(), "Thread %d:\n", thread);
    if (write(STDERR_FILENO, line.data(), static_cast<std::size_t>(size)) < 0 ||
        syscall(SYS_tgkill, getpid(), thread, dump_signal()) != 0) {
      continue;
    }
    const timespec then = in(std::chrono::milliseconds(300));
    while (sem_timedwait(&printed, &then) != 0 && errno == EINTR) {
    }
  }
}

}  // namespace proofload
