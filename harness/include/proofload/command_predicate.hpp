/// A command predicate is any program at all, run on a folder that holds the candidate's dataset.
///
/// The failure is what it is the first time: the same exit status or signal (or hang), the same sanitizer or Python
/// stack, and, where one is given, an output that matches. Only what differs between two candidates is written; the
/// input is never linked to nor written to, and what the command does to its folder is undone before the next run.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proofload/minimize.hpp"

namespace proofload {

struct CommandSettings {
  std::string command;  ///< for /bin/sh; `{}` becomes the folder, quoted
  enum class Keep : std::uint8_t {
    same_failure,  ///< as first seen
    exit_zero,     ///< as scripts for C-Reduce and Shrink Ray say it
  } keep = Keep::same_failure;
  std::string match;                     ///< an ECMAScript regular expression for the output; empty: any output
  std::string folder;                    ///< where the candidates' folders are made; there already
  std::size_t workers = 1;               ///< runs at the same time
  std::chrono::milliseconds timeout{0};  ///< of a run; 0: ten times the first one, which has five minutes
  std::function<bool()> stop;            ///< ends a run early
};

/// What a failure is known by.
struct CommandFailure {
  int status = 0;       ///< exit code; 128 + the signal when it died of one
  bool hung = false;    ///< was ended after the timeout
  std::string stack;    ///< kind and innermost places of a sanitizer's or Python's report; empty: none
  bool matches = true;  ///< the expression

  bool operator==(const CommandFailure&) const = default;
};

/// "exit status 1, ValueError at train.py:31"
std::string describe(const CommandFailure& failure);

class CommandPredicate final : public Predicate {
 public:
  /// Runs the command on the start and on the empty dataset. Fails with a message for a person when nothing can come of
  /// a search: it does not fail, cannot be run, hangs, or fails without any file too.
  static std::expected<std::unique_ptr<CommandPredicate>, std::string> make(const Case& start,
                                                                            CommandSettings settings);
  ~CommandPredicate() override;

  Answer ask(const Case& candidate, std::size_t worker) override;
  [[nodiscard]] std::size_t workers() const override;

  [[nodiscard]] const CommandFailure& failure() const;
  /// Files that the first run read, the last one at the end; empty where the file system does not say.
  [[nodiscard]] const std::vector<std::string>& read_first() const;
  /// Runs that failed in another way.
  [[nodiscard]] std::uint64_t slips() const;
  /// The other ways, each with the smallest case that showed it; the first few. Not while `ask` runs.
  [[nodiscard]] const std::map<std::string, Case>& others() const;
  /// Makes `path` a folder with this dataset, whole or not at all. A folder that is there is replaced.
  std::expected<void, std::string> write_folder(const Case& value, const std::string& path);

 private:
  class Body;
  explicit CommandPredicate(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace proofload
