#include "run/worker_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <system_error>
#include <vector>

#include "proofload/check.hpp"
#include "run/case_wire.hpp"
#include "run/sanitizer_report.hpp"
#include "run/verdict_wire.hpp"
#include "run/watchdog.hpp"

// NOLINTBEGIN(bugprone-reserved-identifier): there only in a coverage build, which counts what ran by it
extern "C" {
[[gnu::weak]] int __llvm_profile_write_file();
}
// NOLINTEND(bugprone-reserved-identifier)

namespace proofload {
namespace {

using Clock = std::chrono::steady_clock;

// A child whose watchdog does not beat for so long is stopped or beyond help: the second line of defense.
constexpr std::chrono::seconds longest_silence{20};
constexpr std::uint64_t longest_message = std::uint64_t{1} << 32U;
constexpr off_t longest_log = off_t{256} << 10U;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

bool send_all(int socket, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool receive_all(int socket, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = recv(socket, bytes.data(), bytes.size(), 0);
    if (got > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool send_message(int socket, std::span<const std::byte> bytes) {
  const std::uint64_t size = bytes.size();
  return send_all(socket, std::as_bytes(std::span(&size, 1))) && send_all(socket, bytes);
}

/// Nothing when the other side is gone.
std::optional<std::vector<std::byte>> receive_message(int socket) {
  std::uint64_t size = 0;
  if (!receive_all(socket, std::as_writable_bytes(std::span(&size, 1))) || size > longest_message) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes(size);
  if (!receive_all(socket, bytes)) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace

WorkerProcess::WorkerProcess(const RegisteredLoader& loader, const WorkerLimits& limits) : owner_(getpid()) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    fail("no socket for a worker");
  }
  own_end_ = ends[0];
  child_end_ = ends[1];
  log_ = memfd_create("proofload-worker-log", MFD_CLOEXEC);
  child_ = log_ < 0 ? -1 : fork();
  if (child_ == 0) {
    serve(loader, limits, owner_);
  }
  if (child_ < 0) {
    const int code = errno;
    close_ends();
    errno = code;
    fail("no process for a worker");
  }
  close(child_end_);
  child_end_ = -1;
}

WorkerProcess::~WorkerProcess() {
  if (child_ > 0 && owner_ == getpid()) {
    shutdown(own_end_, SHUT_RDWR);  // the child sees the end and leaves
    for (int i = 0; i < 100 && child_ > 0; ++i) {
      if (waitpid(child_, nullptr, WNOHANG) != 0) {
        child_ = -1;
      } else {
        poll(nullptr, 0, 2);
      }
    }
    if (child_ > 0) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
    }
  }
  close_ends();
}

void WorkerProcess::close_ends() {
  for (const int end : {own_end_, child_end_, log_}) {
    if (end >= 0) {
      close(end);
    }
  }
}

void WorkerProcess::serve(const RegisteredLoader& loader, const WorkerLimits& limits, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(0);  // it died before the line above
  }
  constexpr rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  signal(SIGINT, SIG_IGN);  // Ctrl-C is for the parent to answer
  for (const int standard : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL}) {
    // What a test framework or an engine installed is not for here; what a sanitizer installed is.
    struct sigaction action = {};
    sigaction(standard, nullptr, &action);
    if ((action.sa_flags & SA_SIGINFO) == 0) {
      signal(standard, SIG_DFL);
    }
  }
  // Standard output may be somebody's JSON: what a loader prints goes to the log as well.
  dup2(log_, STDOUT_FILENO);
  dup2(log_, STDERR_FILENO);
  close(own_end_);
  speak_at(*deathbed_);
  catch_sanitizer_reports();
  WatchdogLimits watched;
  watched.deadline = limits.deadline;
  watched.processor = limits.processor;
  watched.memory = limits.memory;
  start_watchdog(watched);

  for (;;) {
    const auto message = receive_message(child_end_);
    const auto value = message ? receive_case(*message) : std::nullopt;
    if (!value) {
      break;
    }
    // The log is of one case.
    if (ftruncate(log_, 0) == 0) {
      lseek(log_, 0, SEEK_SET);
    }
    Verdict verdict;
    try {
      verdict = proofload::check(*value, loader);
    } catch (const std::exception& exception) {
      verdict.tool_failure = std::string("judging threw an exception: ") + exception.what();
    } catch (...) {
      verdict.tool_failure = "judging threw what is no exception";
    }
    if (!send_message(child_end_, write_verdict(verdict))) {
      break;
    }
  }
  if (__llvm_profile_write_file != nullptr) {
    __llvm_profile_write_file();
  }
  _exit(0);
}

bool WorkerProcess::died_meanwhile() const {
  pollfd end{own_end_, POLLIN, 0};
  // Between two cases nothing is on its way, so anything to be read is the end.
  return poll(&end, 1, 0) > 0;
}

std::variant<Verdict, ProcessDeath> WorkerProcess::check(const Case& value,
                                                         const std::function<void(const WorkerProgress&)>& show) {
  const auto start = Clock::now();
  if (!send_message(own_end_, send_case(value))) {
    return bury();
  }
  std::uint32_t ticks = deathbed_->ticks;
  auto beaten = Clock::now();
  for (;;) {
    pollfd end{own_end_, POLLIN, 0};
    const int ready = poll(&end, 1, 1000);
    if (ready > 0) {
      break;
    }
    if (show) {
      show({std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start), deathbed_->calls,
            deathbed_->resident});
    }
    if (const std::uint32_t now = deathbed_->ticks; now != ticks) {
      ticks = now;
      beaten = Clock::now();
    } else if (Clock::now() - beaten > longest_silence) {
      kill(child_, SIGKILL);
      break;
    }
  }
  const auto message = receive_message(own_end_);
  if (!message) {
    return bury();
  }
  auto verdict = read_verdict(*message);
  if (!verdict) {
    throw std::system_error(EPROTO, std::generic_category(), "a worker's answer is no verdict");
  }
  ++cases_;
  return *std::move(verdict);
}

ProcessDeath WorkerProcess::bury() {
  // The end of the socket is closed by dying, but for a loader that closes descriptors that are not its own.
  int status = 0;
  pid_t gone = 0;
  const auto end = Clock::now() + longest_silence;
  while ((gone = waitpid(child_, &status, WNOHANG)) == 0 && Clock::now() < end) {
    poll(nullptr, 0, 1);
  }
  if (gone == 0) {
    kill(child_, SIGKILL);
    waitpid(child_, &status, 0);
  }
  child_ = -1;
  return death_from(*deathbed_, status, log_tail());
}

std::string WorkerProcess::log_tail() const {
  const off_t size = lseek(log_, 0, SEEK_END);
  std::string text(static_cast<std::size_t>(std::clamp<off_t>(size, 0, longest_log)), '\0');
  const ssize_t got = pread(log_, text.data(), text.size(), std::max<off_t>(0, size - longest_log));
  text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return text;
}

}  // namespace proofload
