/// Where a minimization keeps its result and what it was told, so that it can be stopped and go on.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/verbs.hpp"
#include "proofload/minimize.hpp"

namespace proofload::cli {

class MinimizeOutput {
 public:
  using Write = std::function<std::expected<void, std::string>(const Case&)>;

  /// Whether OUT is a case file; else it is a folder.
  static bool is_file(const std::string& out);

  /// `about` names the search. Refuses an OUT that is within the input or holds something else, and one that cannot be
  /// written.
  static std::expected<std::unique_ptr<MinimizeOutput>, std::string> open(const std::string& out,
                                                                          const std::string& input,
                                                                          const std::string& about);

  /// Minimizes with progress on standard error, until the request's bounds or Ctrl-C. `write_folder` is used when OUT
  /// is a folder.
  Minimized run(const Case& start, Predicate& predicate, MinimizeSettings settings, const MinimizeRequest& request,
                const Write& write_folder);

  /// The search does not begin: nothing is left of it that was not there before.
  void abandon();

  [[nodiscard]] const std::string& out() const { return out_; }

 private:
  MinimizeOutput() = default;

  std::string out_;
  std::unique_ptr<AnswerLog> answers_;
  std::optional<Case> on_disk_;  ///< what an earlier run of this search came to
};

/// Where the result is, in a line; of a search that could not write, what is there of it.
std::string place_text(const Minimized& result, const std::string& out);

/// The exit code of a result, after its error was said.
ExitCode code_of(const Minimized& result);

}  // namespace proofload::cli
