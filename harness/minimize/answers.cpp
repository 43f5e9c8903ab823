// The answers of a search, a line each, so that a search that was stopped asks nothing twice.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "proofload/minimize.hpp"
#include "report/printable.hpp"
#include "report/stored_file.hpp"
#include "run/descriptor.hpp"

namespace proofload {
namespace {

constexpr std::size_t most = std::size_t{1} << 30U;

char letter_of(Answer answer) { return answer == Answer::same ? 's' : answer == Answer::other ? 'o' : 'u'; }

class Log final : public AnswerLog {
 public:
  Log(Descriptor file, std::unordered_map<std::string, Answer> known)
      : file_(std::move(file)), known_(std::move(known)) {}

  std::optional<Answer> known(const std::string& digest) override {
    const auto found = known_.find(digest);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }

  void add(const std::string& digest, Answer answer) override {
    known_[digest] = answer;
    // One write: a kill leaves whole lines, and a last one that is torn is not read. A full disk only costs calls.
    const std::string line = fmt::format("{} {}\n", digest, letter_of(answer));
    [[maybe_unused]] const ssize_t written = ::write(file_.get(), line.data(), line.size());
  }

 private:
  Descriptor file_;
  std::unordered_map<std::string, Answer> known_;
};

void read_lines(std::string_view text, std::unordered_map<std::string, Answer>& known) {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || space + 2 != line.size()) {
      continue;
    }
    const char letter = line.back();
    if (letter == 's' || letter == 'o' || letter == 'u') {
      known[std::string(line.substr(0, space))] = letter == 's'   ? Answer::same
                                                  : letter == 'o' ? Answer::other
                                                                  : Answer::unclear;
    }
  }
}

}  // namespace

std::expected<std::unique_ptr<AnswerLog>, std::string> open_answers(const std::string& path, const std::string& about) {
  const std::string head = fmt::format("proofload-minimize 1 {}\n", printable(about));
  std::unordered_map<std::string, Answer> known;
  std::size_t whole = 0;
  if (const auto bytes = read_whole(path, most)) {
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (text.starts_with(head)) {
      whole = text.rfind('\n') + 1;
      read_lines(text.substr(head.size()), known);
    }
  }
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0644));
  if (file.get() < 0 || ::ftruncate(file.get(), static_cast<off_t>(whole)) != 0 ||
      (whole == 0 && ::write(file.get(), head.data(), head.size()) != static_cast<ssize_t>(head.size()))) {
    return std::unexpected(fmt::format("cannot write {}: {}", printable(path), std::strerror(errno)));
  }
  return std::make_unique<Log>(std::move(file), std::move(known));
}

}  // namespace proofload
