#include "proofload/command_predicate.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <regex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "minimize/command_run.hpp"
#include "minimize/failure_stack.hpp"
#include "minimize/tree.hpp"
#include "report/printable.hpp"
#include "run/descriptor.hpp"
#include "run/private_folder.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds first_timeout{300'000};
constexpr milliseconds least_timeout{10'000};
constexpr int first_tries = 3;
constexpr std::size_t most_others = 16;

std::string replaced(std::string text, const std::string& folder) {
  const std::string quoted = shell_quoted(folder);
  for (std::size_t at = text.find("{}"); at != std::string::npos; at = text.find("{}", at + quoted.size())) {
    text.replace(at, 2, quoted);
  }
  return text;
}

std::string absent_file_text(const std::string& command) {
  const std::string absent = absent_file(command);
  return absent.empty() ? std::string() : fmt::format("; {}, which the command names, is not there", printable(absent));
}

/// A shell looks for a name without a slash elsewhere.
std::string slash_text(const std::string& command) {
  const std::string first = command.substr(0, command.find(' '));
  std::error_code none;
  return first.find('/') == std::string::npos && fs::is_regular_file(first, none)
             ? fmt::format("; {0} is here, and is run as ./{0}", printable(first))
             : std::string();
}

/// The last line that says something.
std::string last_line(std::string_view output) {
  while (!output.empty() && (output.back() == '\n' || output.back() == '\r')) {
    output.remove_suffix(1);
  }
  return printable(output.substr(output.rfind('\n') + 1).substr(0, 200));
}

}  // namespace

std::string describe(const CommandFailure& failure) {
  std::string text = failure.hung           ? std::string("hangs")
                     : failure.status > 128 ? fmt::format("ended by signal {}", failure.status - 128)
                                            : fmt::format("exit status {}", failure.status);
  text += failure.stack.empty() ? "" : ", " + printable(failure.stack);
  return text;
}

class CommandPredicate::Body {
 public:
  Body(const Case& start, CommandSettings settings)
      : settings_(std::move(settings)),
        expression_(settings_.match, std::regex::ECMAScript | std::regex::optimize),
        private_(settings_.folder),
        store_(made("store"), start.dataset) {
    for (std::size_t worker = 0; worker < std::max<std::size_t>(settings_.workers, 1); ++worker) {
      trees_.push_back(std::make_unique<Tree>(fmt::format("{}/{}", private_.path(), worker), store_));
    }
  }

  /// Nothing: the search may begin.
  std::string begin(const Case& start) {
    milliseconds timeout = settings_.timeout.count() > 0 ? settings_.timeout : first_timeout;
    const CommandRun first = run(start, 0, timeout);
    read_first_ = trees_.front()->read_files();
    if (first.end == CommandRun::End::stopped) {
      return "stopped before the first run ended";
    }
    if (first.end == CommandRun::End::hung && settings_.timeout.count() == 0) {
      return fmt::format(
          "the command did not end within {} minutes on the whole dataset; give it more with --timeout, or, when it is "
          "the hang that is to be minimized, a --timeout that tells it from a slow run",
          first_timeout.count() / 60'000);
    }
    const bool missing = first.end == CommandRun::End::exited && (first.status == 126 || first.status == 127);
    if (missing) {
      return fmt::format("the command cannot be run (exit status {}): {}{}", first.status, last_line(first.output),
                         slash_text(settings_.command) + absent_file_text(settings_.command));
    }
    failure_ = seen(first);
    int runs = 1;
    for (; !fails(failure_) && runs < first_tries; ++runs) {
      failure_ = seen(run(start, 0, timeout));
    }
    if (!fails(failure_)) {
      return fmt::format(
          "the command does not fail on the whole dataset ({} in the last of {} runs{}), so there is nothing to "
          "minimize{}{}",
          describe(failure_), runs, failure_.matches ? "" : ", and its output does not match",
          settings_.keep == CommandSettings::Keep::exit_zero ? "; with --interesting, exit status 0 means keep" : "",
          absent_file_text(settings_.command));
    }
    timeout_ = settings_.timeout.count() > 0 ? settings_.timeout : std::max(least_timeout, first.took * 10);
    Case empty = start;
    empty.dataset = {};
    empty.faults.clear();
    if (same(seen(run(empty, 0, timeout_)))) {
      return fmt::format(
          "the command fails in the same way ({}) on an empty folder, so the dataset does not matter; tell the failure "
          "that is meant from this one, for instance with --match{}",
          describe(failure_), absent_file_text(settings_.command));
    }
    return {};
  }

  Answer ask(const Case& candidate, std::size_t worker) {
    const bool linked = store_.links();
    const CommandRun done = run(candidate, worker, timeout_);
    if (linked && !store_.links()) {
      // The command wrote into its files, and the result so far shared some of them.
      const std::lock_guard guard(mutex_);
      if (written_ && !write(*written_, written_to_)) {
        return Answer::unclear;
      }
    }
    if (done.end == CommandRun::End::stopped) {
      return Answer::unclear;
    }
    const CommandFailure found = seen(done);
    if (same(found)) {
      return Answer::same;
    }
    if (fails(found)) {
      ++slips_;
      keep_other(found, candidate);
    }
    return Answer::other;
  }

  std::expected<void, std::string> write_folder(const Case& value, const std::string& path) {
    const std::lock_guard guard(mutex_);
    written_ = value;
    written_to_ = path;
    return write(value, path);
  }

  [[nodiscard]] std::size_t workers() const { return trees_.size(); }
  [[nodiscard]] const CommandFailure& failure() const { return failure_; }
  [[nodiscard]] std::uint64_t slips() const { return slips_; }
  [[nodiscard]] const std::map<std::string, Case>& others() const { return others_; }
  [[nodiscard]] const std::vector<std::string>& read_first() const { return read_first_; }

 private:
  /// Another bug, it may be.
  void keep_other(const CommandFailure& found, const Case& candidate) {
    const std::lock_guard guard(mutex_);
    const auto known = others_.find(describe(found));
    if (known == others_.end() ? others_.size() < most_others : smaller(candidate, known->second, simplest_case())) {
      others_.insert_or_assign(describe(found), candidate);
    }
  }

  std::expected<void, std::string> write(const Case& value, const std::string& path) {
    const std::string next = path + ".next";
    try {
      Tree tree(next, store_);
      tree.become(value.dataset);
    } catch (const std::exception& error) {
      std::error_code ignored;
      fs::remove_all(next, ignored);
      return std::unexpected(error.what());
    }
    {
      const Descriptor folder(::open(next.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      ::syncfs(folder.get());
    }
    // What was there goes in one step and is removed only when the new folder has its name.
    if (::syscall(SYS_renameat2, AT_FDCWD, next.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) != 0 &&
        (errno != ENOENT || ::rename(next.c_str(), path.c_str()) != 0)) {
      const int code = errno;
      std::error_code ignored;
      fs::remove_all(next, ignored);
      return std::unexpected(fmt::format("cannot write {}: {}", printable(path), std::strerror(code)));
    }
    std::error_code ignored;
    fs::remove_all(next, ignored);
    return {};
  }

  std::string made(std::string_view name) {
    std::string folder = fmt::format("{}/{}", private_.path(), name);
    fs::create_directories(folder);
    return folder;
  }

  CommandRun run(const Case& value, std::size_t worker, milliseconds timeout) {
    Tree& tree = *trees_[worker];
    tree.become(value.dataset);
    CommandRun done = run_command(replaced(settings_.command, tree.root()),
                                  fmt::format("{}/{}.log", private_.path(), worker), timeout, settings_.stop);
    tree.look_for_changes();
    return done;
  }

  CommandFailure seen(const CommandRun& done) const {
    CommandFailure found;
    found.hung = done.end == CommandRun::End::hung;
    found.status = found.hung ? 0 : done.status;
    if (settings_.keep == CommandSettings::Keep::same_failure) {
      found.stack = failure_stack(done.output);
    }
    found.matches = settings_.match.empty() || std::regex_search(done.output, expression_);
    return found;
  }

  [[nodiscard]] bool fails(const CommandFailure& found) const {
    if (!found.matches) {
      return false;
    }
    return settings_.keep == CommandSettings::Keep::exit_zero
               ? found.status == 0 && !found.hung
               : found.status != 0 || found.hung || !settings_.match.empty();
  }
  [[nodiscard]] bool same(const CommandFailure& found) const { return fails(found) && found == failure_; }

  CommandSettings settings_;
  std::regex expression_;
  PrivateFolder private_;
  ContentStore store_;
  std::vector<std::unique_ptr<Tree>> trees_;
  CommandFailure failure_;
  milliseconds timeout_{0};
  std::mutex mutex_;
  std::optional<Case> written_;
  std::string written_to_;
  std::atomic<std::uint64_t> slips_{0};
  std::map<std::string, Case> others_;
  std::vector<std::string> read_first_;
};

CommandPredicate::CommandPredicate(std::unique_ptr<Body> body) : body_(std::move(body)) {}
CommandPredicate::~CommandPredicate() = default;

std::expected<std::unique_ptr<CommandPredicate>, std::string> CommandPredicate::make(const Case& start,
                                                                                     CommandSettings settings) {
  try {
    auto body = std::make_unique<Body>(start, std::move(settings));
    if (std::string problem = body->begin(start); !problem.empty()) {
      return std::unexpected(std::move(problem));
    }
    return std::unique_ptr<CommandPredicate>(new CommandPredicate(std::move(body)));
  } catch (const std::regex_error& error) {
    return std::unexpected(fmt::format("--match is no regular expression: {}", error.what()));
  } catch (const std::runtime_error& error) {
    return std::unexpected(std::string(error.what()));
  }
}

Answer CommandPredicate::ask(const Case& candidate, std::size_t worker) { return body_->ask(candidate, worker); }
std::size_t CommandPredicate::workers() const { return body_->workers(); }
const CommandFailure& CommandPredicate::failure() const { return body_->failure(); }
std::uint64_t CommandPredicate::slips() const { return body_->slips(); }
const std::map<std::string, Case>& CommandPredicate::others() const { return body_->others(); }
const std::vector<std::string>& CommandPredicate::read_first() const { return body_->read_first(); }
std::expected<void, std::string> CommandPredicate::write_folder(const Case& value, const std::string& path) {
  return body_->write_folder(value, path);
}

}  // namespace proofload
