#include "run/thread_states.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace proofload {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};

/// A small file of /proc; empty when the thread is gone.
std::string read_text(pid_t thread, const char* name) {
  std::array<char, 64> path{};
  std::snprintf(path.data(), path.size(), "/proc/self/task/%d/%s", thread, name);
  const int file = open(path.data(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return {};
  }
  std::string text(4096, '\0');
  const ssize_t size = read(file, text.data(), text.size());
  close(file);
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return text;
}

std::uint64_t number_after(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  std::uint64_t number = 0;
  if (at != std::string_view::npos) {
    const std::size_t digit = text.find_first_of("0123456789", at + key.size());
    if (digit != std::string_view::npos) {
      std::from_chars(text.data() + digit, text.data() + text.size(), number);
    }
  }
  return number;
}

/// Whether the call in which a thread sleeps ends only by another thread of this process: a futex without a timeout
/// (every mutex, condition variable, semaphore and join).
bool waits_forever(const std::string& call) {
  long number = -1;
  std::array<std::uint64_t, 4> arguments{};
  if (std::sscanf(call.c_str(), "%ld %" SCNx64 " %" SCNx64 " %" SCNx64 " %" SCNx64, &number, &arguments[0],
                  &arguments[1], &arguments[2], &arguments[3]) != 5) {
    return false;  // the kernel does not tell, or the thread runs
  }
  const auto operation = static_cast<int>(arguments[1]) & FUTEX_CMD_MASK;
  return number == SYS_futex &&
         (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET || operation == FUTEX_LOCK_PI) && arguments[3] == 0;
}

std::optional<ThreadState> state_of(pid_t thread) {
  const std::string stat = read_text(thread, "stat");
  // The name in parentheses may hold anything; fields are counted from behind it: state, then 10 more, then the times.
  const std::size_t behind = stat.rfind(") ");
  if (behind == std::string::npos) {
    return std::nullopt;
  }
  char letter = 'R';
  std::uint64_t user = 0;
  std::uint64_t system = 0;
  if (std::sscanf(stat.c_str() + behind + 2, "%c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %" SCNu64 " %" SCNu64, &letter,
                  &user, &system) != 3) {
    return std::nullopt;
  }
  ThreadState state;
  state.thread = thread;
  state.processor_ticks = user + system;
  const std::string status = read_text(thread, "status");
  state.switches =
      number_after(status, "\nvoluntary_ctxt_switches:") + number_after(status, "nonvoluntary_ctxt_switches:");
  if (letter == 'S') {
    state.wait = waits_forever(read_text(thread, "syscall")) ? ThreadState::Wait::forever : ThreadState::Wait::some;
  }
  return state;
}

}  // namespace

pid_t this_thread() { return static_cast<pid_t>(syscall(SYS_gettid)); }

std::vector<pid_t> threads() {
  std::vector<pid_t> found;
  const std::unique_ptr<DIR, CloseFolder> folder(opendir("/proc/self/task"));
  while (folder) {
    const dirent* entry = readdir(folder.get());
    if (entry == nullptr) {
      break;
    }
    const char* name = static_cast<const char*>(entry->d_name);
    pid_t thread = 0;
    if (std::from_chars(name, name + std::strlen(name), thread).ec == std::errc()) {
      found.push_back(thread);
    }
  }
  std::ranges::sort(found);
  return found;
}

std::vector<ThreadState> thread_states(std::span<const pid_t> left_out) {
  std::vector<ThreadState> states;
  for (const pid_t thread : threads()) {
    if (std::ranges::find(left_out, thread) == left_out.end()) {
      if (const auto state = state_of(thread)) {
        states.push_back(*state);
      }
    }
  }
  return states;
}

}  // namespace proofload
