#include "cli/progress_line.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/output.hpp"

namespace proofload::cli {
namespace {

constexpr std::chrono::seconds between_plain_lines{5};

}  // namespace

ProgressLine::ProgressLine()
    : kind_(::isatty(STDERR_FILENO) == 1 ? Kind::terminal : Kind::plain),
      next_(std::chrono::steady_clock::now() + between_plain_lines) {
  winsize size{};
  if (kind_ == Kind::terminal && ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1) {
    columns_ = size.ws_col;
  }
}

ProgressLine::~ProgressLine() {
  if (kind_ == Kind::terminal) {
    note("\r\x1b[K");
  }
}

void ProgressLine::show(const std::string& text) {
  if (kind_ == Kind::terminal) {
    // A line that is wrapped could not be written over.
    note("\r" + text.substr(0, columns_ - 1) + "\x1b[K");
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now >= next_) {
    next_ = now + between_plain_lines;
    note(text + "\n");
  }
}

}  // namespace proofload::cli
