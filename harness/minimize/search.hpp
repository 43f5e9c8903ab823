/// A search holds the best case so far and tries candidates that a pass thinks of. What the passes know is structure;
/// what the search knows is evidence: the order, the predicate, the answers so far, time, and how sure a flaky one is.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "proofload/minimize.hpp"

namespace proofload {

/// How much a wrong "no" costs where it is asked: a missed one of many, or the last chance.
enum class Effort : std::uint8_t { quick, thorough };

class Search {
 public:
  /// A candidate that is made when it is needed.
  using Make = std::function<Case()>;

  /// `first` fails; what is passed here outlives the search.
  Search(const Case& first, Predicate& predicate, const MinimizeSettings& settings);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;
  ~Search();

  [[nodiscard]] const Case& best() const { return best_; }
  [[nodiscard]] const MinimizeSettings& settings() const { return settings_; }

  /// Whether the candidate is smaller and shows the failure; it is the best case then. `ahead`: what the pass would ask
  /// next, the likeliest first; other workers begin with it, which changes no answer.
  bool attempt(Case candidate, Effort effort = Effort::quick, std::span<const Make> ahead = {});

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

  /// Runs of the first case, for the rate; every answer counts as a call.
  struct Rate {
    std::uint64_t runs = 0;
    std::uint64_t failures = 0;
  };
  /// Asks for a case several times, past all that is remembered.
  Rate measure_rate(const Case& value, std::uint64_t runs);
  /// Candidates are from now on asked for as often as a failure of this rate needs.
  void set_rate(Rate rate);

 private:
  struct Pending {
    Case candidate;
    std::optional<Answer> answer;
    std::exception_ptr error;
    enum class State : std::uint8_t { waiting, running, done } state = State::waiting;
  };

  Answer decide(const Case& candidate, const std::string& digest, Effort effort, std::span<const Make> ahead);
  Answer ask_once(const Case& candidate, const std::string& digest, std::uint64_t nth, std::span<const Make> ahead);
  Answer ask_workers(const Case& candidate, const std::string& digest, std::span<const Make> ahead);
  void work(std::size_t worker);
  void look_around();
  void report();

  Predicate& predicate_;
  const MinimizeSettings& settings_;
  Case best_;
  Measure best_size_;
  std::unordered_map<std::string, Answer> decided_;
  double rate_ = 1.0;
  std::uint64_t tries_ = 1;  ///< of a "no" that matters
  std::optional<Minimized::End> end_;
  std::string error_;
  MinimizeProgress progress_;
  std::set<std::string> begun_passes_;
  bool first_time_ = true;
  std::vector<MinimizeStep> steps_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();

  std::mutex mutex_;
  std::condition_variable news_;
  std::map<std::string, std::shared_ptr<Pending>> pending_;
  std::deque<std::string> waiting_;
  bool closing_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace proofload
