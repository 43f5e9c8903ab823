/// A search holds the best case so far and tries candidates that a pass thinks of. What the passes know is structure;
/// what the search knows is evidence: the order, the predicate, the answers so far, time, and how sure a flaky one is.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "minimize/guesses.hpp"
#include "minimize/runs.hpp"
#include "proofload/minimize.hpp"

namespace proofload {

/// How much a wrong "no" costs where it is asked: a missed one of many, or the last chance.
enum class Effort : std::uint8_t { quick, thorough };

class Search {
 public:
  /// `first` fails; what is passed here outlives the search.
  Search(const Case& first, Predicate& predicate, const MinimizeSettings& settings);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;
  ~Search();

  [[nodiscard]] const Case& best() const { return best_; }
  [[nodiscard]] const MinimizeSettings& settings() const { return settings_; }

  /// Whether the candidate is smaller and shows the failure; it is the best case then. `guess` is what idle workers go
  /// by until that is known.
  bool attempt(Case candidate, Effort effort = Effort::quick, Answer guess = Answer::other);

  /// Nothing more is asked: time, calls, a request or a failed `keep`. Passes then end soon.
  [[nodiscard]] bool over() const { return end_.has_value(); }
  [[nodiscard]] std::optional<Minimized::End> end() const { return end_; }
  [[nodiscard]] const std::string& error() const { return error_; }

  void begin_pass(std::string name) {
    progress_.pass = std::move(name);
    first_time_ = begun_passes_.insert(progress_.pass).second;
  }
  /// Whether this pass has not been run before. Later, most of what is there is known to be needed.
  [[nodiscard]] bool first_time() const { return first_time_; }
  [[nodiscard]] const MinimizeProgress& progress() const { return progress_; }
  [[nodiscard]] const std::vector<MinimizeStep>& steps() const { return steps_; }

  /// All that is still to do from here on, for any search that is where this one is. While workers are idle it is run
  /// on a shadow of this search, which takes a guess for every answer that is not there yet: what the shadow asks for
  /// is what this search asks for if the guesses are right, and is begun. It changes no answer and no order.
  using Rest = std::function<void(Search&)>;
  void set_rest(Rest rest);
  /// Whether anything is gained by a rest.
  [[nodiscard]] bool looks_ahead() const { return runs_ != nullptr; }

  /// Runs of the first case, for the rate; every answer counts as a call.
  struct Rate {
    std::uint64_t runs = 0;
    std::uint64_t failures = 0;
  };
  /// Asks for a case several times, past all that is remembered; `first` is the number of the first of these runs.
  Rate measure_rate(const Case& value, std::uint64_t first, std::uint64_t runs);
  /// Candidates are from now on asked for as often as a failure of this rate needs.
  void set_rate(Rate rate);
  /// Asks again for what has been taken since the last time, when the failure does not always show; what does not fail
  /// again is taken back, and from then on each candidate is asked for again before it is taken.
  void confirm();

 private:
  struct Shadow;
  explicit Search(Shadow& shadow);

  /// The size of a candidate that is to be taken.
  std::optional<Measure> judge(const Case& candidate, Effort effort, Answer guess);
  Answer decide(const Case& candidate, const std::string& digest, Effort effort, Answer guess);
  Answer ask_once(const Case& candidate, const std::string& digest, std::uint64_t nth, Effort effort, Answer guess);
  Answer ask_workers(const Case& candidate, const std::string& key, const std::string& kind, Answer guess);
  Answer ask_shadow(const Case& candidate, const std::string& key, const std::string& kind, Answer guess);
  /// In a shadow: what has come of an attempt of the search that it is of, so that it is not worked out again.
  std::optional<bool> replay(Case& candidate);
  void look_ahead(const std::string& key);
  void look_around();
  void keep_best();
  void report();

  Predicate& predicate_;
  const MinimizeSettings& settings_;
  Case best_;
  Measure best_size_;
  std::unordered_map<std::string, Answer> decided_;
  double rate_ = 1.0;
  std::uint64_t tries_ = 1;  ///< of a "no" that matters
  Case confirmed_;           ///< when the failure does not always show
  bool careful_ = false;     ///< each "yes" is asked for again at once
  std::optional<Minimized::End> end_;
  std::string error_;
  MinimizeProgress progress_;
  std::set<std::string> begun_passes_;
  bool first_time_ = true;
  std::vector<MinimizeStep> steps_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();

  /// Where this search was when the rest was set.
  struct From {
    Case best;
    std::set<std::string> begun_passes;
    Rest rest;
    std::vector<std::optional<Measure>> attempts;  ///< since then: the size of each that was taken
  };
  From from_;
  std::unordered_map<std::string, Answer> told_;  ///< by key of a run, when there are workers
  std::unique_ptr<Runs> runs_;                    ///< none: the predicate is asked in this thread
  Guesses guesses_;
  Shadow* shadow_ = nullptr;  ///< this search is one
  std::size_t replayed_ = 0;  ///< attempts of the other search
};

}  // namespace proofload
