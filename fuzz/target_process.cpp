#include "target_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

namespace proofload {
namespace {

constexpr std::size_t most_printed = std::size_t{64} << 10U;

std::unexpected<std::string> failed(std::string_view what, int error) {
  return std::unexpected(fmt::format("{}: {}", what, std::strerror(error)));
}

/// Pointers for exec(), to be made before a fork: afterwards no memory may be asked for.
std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> all;
  for (std::string& text : strings) {
    all.push_back(text.data());
  }
  all.push_back(nullptr);
  return all;
}

std::string_view name_of(std::string_view variable) { return variable.substr(0, variable.find('=')); }

std::vector<std::string> merged_environment(const std::vector<std::string>& added) {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const bool replaced =
        std::ranges::any_of(added, [&](const std::string& mine) { return name_of(mine) == name_of(*variable); });
    if (!replaced) {
      all.emplace_back(*variable);
    }
  }
  all.insert(all.end(), added.begin(), added.end());
  return all;
}

/// What the child does between fork and exec.
[[noreturn]] void become(const char* program, char** arguments, char** environment, pid_t parent, int output,
                         int page) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(127);  // it died in between
  }
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  fcntl(page, F_SETFD, 0);
  execve(program, arguments, environment);
  constexpr std::string_view message = "the fuzz target cannot be started\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, message.data(), message.size());
  _exit(127);
}

}  // namespace

std::expected<std::unique_ptr<SharedPage>, std::string> SharedPage::make() {
  const int descriptor = memfd_create("proofload-page", MFD_CLOEXEC);
  if (descriptor < 0) {
    return failed("cannot make shared memory", errno);
  }
  if (const int error = posix_fallocate(descriptor, 0, sizeof(CampaignPage)); error != 0) {
    close(descriptor);
    return failed("cannot make shared memory", error);
  }
  void* memory = mmap(nullptr, sizeof(CampaignPage), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED) {
    const int error = errno;
    close(descriptor);
    return failed("cannot map shared memory", error);
  }
  // Zeros are a page's right beginning.
  auto* page = static_cast<CampaignPage*>(memory);
  page->magic = CampaignPage::magic_value;
  return std::unique_ptr<SharedPage>(new SharedPage(descriptor, page));
}

SharedPage::~SharedPage() {
  munmap(page_, sizeof(CampaignPage));
  close(descriptor_);
}

std::expected<TargetProcess, std::string> TargetProcess::start(const std::string& program,
                                                               const std::vector<std::string>& arguments,
                                                               const std::vector<std::string>& environment,
                                                               const SharedPage& page) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    return failed("cannot make a pipe", errno);
  }
  // The target may wait for us to read; only we must not wait for it.
  fcntl(ends[1], F_SETFL, 0);
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), program);
  std::vector<std::string> variables = environment;
  variables.push_back(fmt::format("{}={}", page_variable, page.descriptor()));
  variables = merged_environment(variables);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    become(program.c_str(), const_cast<char**>(argv.data()), const_cast<char**>(envp.data()), parent, ends[1],
           page.descriptor());
  }
  const int error = errno;
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return failed("cannot start a process", error);
  }
  setpgid(pid, pid);  // the child does so too; whoever is first
  return TargetProcess(pid, ends[0]);
}

TargetProcess::TargetProcess(TargetProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      output_(std::exchange(other.output_, -1)),
      printed_(std::move(other.printed_)),
      line_(std::move(other.line_)),
      status_(other.status_) {}

TargetProcess::~TargetProcess() {
  if (pid_ > 0) {
    kill_group();
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  if (output_ >= 0) {
    close(output_);
  }
}

void TargetProcess::read_output() {
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t got = read(output_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      break;
    }
    printed_.append(buffer.data(), static_cast<std::size_t>(got));
    for (const char c : std::string_view(buffer.data(), static_cast<std::size_t>(got))) {
      if (c != '\n') {
        line_ += line_.size() < 512 ? std::string_view(&c, 1) : std::string_view{};
        continue;
      }
      if (const auto status = status_of(line_)) {
        status_ = *status;
      }
      line_.clear();
    }
    if (printed_.size() > 2 * most_printed) {
      printed_.erase(0, printed_.size() - most_printed);
    }
  }
}

bool TargetProcess::ended(int& wait_status) {
  if (pid_ <= 0) {
    return true;
  }
  // What it left behind goes before its number may be given to another.
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != pid_) {
    return false;
  }
  kill_group();
  waitpid(pid_, &wait_status, 0);
  pid_ = 0;
  read_output();
  return true;
}

void TargetProcess::stop(std::chrono::milliseconds grace) {
  if (pid_ <= 0) {
    return;
  }
  kill(pid_, SIGUSR1);
  const auto until = std::chrono::steady_clock::now() + grace;
  int ignored = 0;
  while (!ended(ignored)) {
    if (std::chrono::steady_clock::now() > until) {
      kill_group();
      while (waitpid(pid_, &ignored, 0) < 0 && errno == EINTR) {
      }
      pid_ = 0;
      return;
    }
    read_output();
    poll(nullptr, 0, 5);
  }
}

void TargetProcess::kill_group() const {
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
  }
}

}  // namespace proofload
