/// Runs ask a predicate for candidates in several threads; each is known by a key.
///
/// What was begun and is not asked for in the end costs time of a worker, never an answer.
///
/// Threads: one asks, the others are its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "proofload/minimize.hpp"

namespace proofload {

class Runs {
 public:
  /// The predicate outlives the runs.
  explicit Runs(Predicate& predicate);
  Runs(const Runs&) = delete;
  Runs& operator=(const Runs&) = delete;
  ~Runs();

  /// Puts this before all that waits, and forgets the rest of it: something else was asked for.
  void begin(const std::string& key, const Case& candidate);
  /// Puts this behind what waits.
  void begin_ahead(const std::string& key, const Case& candidate);

  [[nodiscard]] bool begun(const std::string& key);
  [[nodiscard]] bool done(const std::string& key);
  /// Nothing while it is not done, or when the predicate threw.
  [[nodiscard]] std::optional<Answer> answer(const std::string& key);
  /// Workers without anything to do.
  [[nodiscard]] std::size_t idle();
  /// How many have ended so far.
  [[nodiscard]] std::uint64_t ended();
  /// How much of the usual time of a run is left until this one is done: from 1, when it has just begun, to 0. 1 when
  /// that is not known, as of one that takes longer than others.
  [[nodiscard]] double left(const std::string& key);
  /// Until this one is done, or more have ended than `ended`, or it may be time to look again.
  void wait(const std::string& key, std::uint64_t ended);
  /// The answer of one that is done; throws what the predicate threw.
  Answer take(const std::string& key);

 private:
  using Clock = std::chrono::steady_clock;
  struct Run {
    enum class State : std::uint8_t { waiting, running, done } state = State::waiting;
    Case candidate;
    Clock::time_point begun;
    Answer answer = Answer::unclear;
    std::exception_ptr error;
  };
  void work(std::size_t worker);

  Predicate& predicate_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::unordered_map<std::string, Run> runs_;  ///< a reference to an element lives as long as it
  std::deque<std::string> waiting_;
  std::size_t running_ = 0;
  std::uint64_t ended_ = 0;
  Clock::duration usual_{0};  ///< time of a run
  bool closing_ = false;
  std::vector<std::jthread> threads_;  ///< last: they use all of the above
};

}  // namespace proofload
