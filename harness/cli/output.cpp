#include "cli/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

namespace proofload::cli {
namespace {

OutputState state = OutputState::whole;

/// 0 or the error.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void put(std::string_view text) {
  if (state != OutputState::whole) {
    return;
  }
  if (const int code = write_all(STDOUT_FILENO, text); code != 0) {
    state = code == EPIPE ? OutputState::left : OutputState::lost;
  }
}

void complain(std::string_view text) { note(fmt::format("proofload: {}\n", text)); }

void note(std::string_view text) { write_all(STDERR_FILENO, text); }

OutputState output_state() { return state; }

void survive_closed_pipes() { std::signal(SIGPIPE, SIG_IGN); }

}  // namespace proofload::cli
