#include "minimize/command_run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <vector>

#include "run/descriptor.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX asks for it

namespace proofload {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_output = std::size_t{4} << 20U;

/// The end of a file.
std::string tail_of(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  if (size <= 0) {
    return {};
  }
  const off_t from = std::max<off_t>(0, size - static_cast<off_t>(most_output));
  std::string text(static_cast<std::size_t>(size - from), '\0');
  const ssize_t got = ::pread(file.get(), text.data(), text.size(), from);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

class SpawnOptions {
 public:
  explicit SpawnOptions(const std::string& log) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND,
                                       0600);
    ::posix_spawn_file_actions_adddup2(&files_, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    sigset_t defaults;
    ::sigemptyset(&defaults);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM}) {
      ::sigaddset(&defaults, signal);
    }
    ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;
  ~SpawnOptions() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  [[nodiscard]] pid_t spawn(const std::string& command) const {
    std::string shell = "sh";
    std::string flag = "-c";
    std::string text = command;
    std::array<char*, 4> words = {shell.data(), flag.data(), text.data(), nullptr};
    pid_t child = -1;
    const int code = ::posix_spawn(&child, "/bin/sh", &files_, &attributes_, words.data(), environ);
    if (code != 0) {
      throw std::system_error(code, std::generic_category(), "cannot run /bin/sh");
    }
    return child;
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

CommandRun run_command(const std::string& command, const std::string& log, milliseconds timeout,
                       const std::function<bool()>& stop) {
  const auto begun = Clock::now();
  CommandRun run;
  const pid_t child = SpawnOptions(log).spawn(command);
  const Descriptor watch(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(begun + timeout - Clock::now());
    constexpr milliseconds glance{100};  // at the request to stop
    pollfd poll{.fd = watch.get(), .events = POLLIN, .revents = 0};
    if (::poll(&poll, 1, static_cast<int>(std::clamp(left, milliseconds(0), glance).count())) > 0) {
      break;
    }
    if (Clock::now() - begun >= timeout) {
      run.end = CommandRun::End::hung;
      break;
    }
    if (stop && stop()) {
      run.end = CommandRun::End::stopped;
      break;
    }
  }
  // Also what the command left running in the background.
  ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.took = std::chrono::duration_cast<milliseconds>(Clock::now() - begun);
  run.output = tail_of(log);
  return run;
}

std::string absent_file(const std::string& command) {
  std::istringstream words(command);
  std::string word;
  while (words >> word) {
    const bool plain = word.find_first_of("{}$*?`;|&<>=\"'()\\") == std::string::npos && !word.starts_with('-');
    const std::string extension = std::filesystem::path(word).extension().string();
    const bool script = extension == ".sh" || extension == ".py" || extension == ".pl" || extension == ".rb";
    if (plain && (script || word.find('/') != std::string::npos) && ::access(word.c_str(), F_OK) != 0) {
      return word;
    }
  }
  return {};
}

}  // namespace proofload
