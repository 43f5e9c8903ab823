#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <thread>

#include "cli/find_loader.hpp"
#include "cli/output.hpp"
#include "cli/quantity.hpp"
#include "cli/read_argument.hpp"
#include "cli/trace_text.hpp"
#include "cli/verbs.hpp"
#include "proofload/check.hpp"
#include "report/printable.hpp"
#include "run/runner.hpp"

namespace proofload::cli {
namespace {

ExitCode trace_here(const Case& value, const RegisteredLoader& loader, Format format) {
  const Trace seen = run_case(value, loader);
  if (format == Format::json) {
    Json json = trace_json(seen, loader.declaration);
    json["case"] = json_of(value);
    put(text_of(json));
  } else {
    put(fmt::format("{} on {}\n{}", loader.name, describe(value), trace_text(seen, loader.declaration)));
  }
  return output_state() == OutputState::lost ? ExitCode::failure : ExitCode::well;
}

/// Waits for the child; after the deadline it is ended. Nothing: it was.
std::optional<int> wait_for(pid_t child, std::chrono::milliseconds duration) {
  const auto deadline = std::chrono::steady_clock::now() + duration;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return std::nullopt;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return status;
}

}  // namespace

// The run is a child's, so that a crash or a hang of the loader is told in words.
ExitCode trace(const TraceRequest& request) {
  const RegisteredLoader* loader = find_loader(request.loader);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  const auto argument = read_argument(request.path);
  if (!argument) {
    complain(argument.error());
    return ExitCode::usage;
  }
  if (!argument->note.empty()) {
    complain(fmt::format("{}: {}", printable(request.path), argument->note));
  }
  const Case value = fit(argument->value, loader->declaration);
  const pid_t child = ::fork();
  if (child < 0) {
    complain(fmt::format("cannot start a process: {}", std::strerror(errno)));
    return ExitCode::failure;
  }
  if (child == 0) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::_exit(static_cast<int>(trace_here(value, *loader, request.format)));
  }
  const auto status = wait_for(child, request.duration);
  if (!status) {
    complain(fmt::format("the loader gave no end within {}; `proofload check` judges why, --for waits longer",
                         show(request.duration)));
    return ExitCode::broken;
  }
  if (WIFEXITED(*status) && WEXITSTATUS(*status) <= static_cast<int>(ExitCode::failure) &&
      WEXITSTATUS(*status) != static_cast<int>(ExitCode::broken)) {
    return static_cast<ExitCode>(WEXITSTATUS(*status));
  }
  complain(fmt::format("the loader died {} before its trace could be shown; `proofload check {} {}` judges it",
                       WIFSIGNALED(*status) ? fmt::format("of signal {}", WTERMSIG(*status))
                                            : fmt::format("with exit code {}", WEXITSTATUS(*status)),
                       loader->name, shell_quoted(request.path)));
  return ExitCode::broken;
}

}  // namespace proofload::cli
