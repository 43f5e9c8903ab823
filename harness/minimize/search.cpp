#include "minimize/search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace proofload {
namespace {

using Clock = std::chrono::steady_clock;

/// A failure that shows less often than this is asked for again wherever it matters.
constexpr double often = 0.7;
/// What shows less often than this is confirmed by two failures. In so many runs one of ten times less often shows
/// once in a quarter of all confirmations, and each pass would make the failure more seldom.
constexpr double seldom = 0.3;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

}  // namespace

Search::Search(const Case& first, Predicate& predicate, const MinimizeSettings& settings)
    : predicate_(predicate), settings_(settings), best_(first), best_size_(measure(first, settings.simplest)) {
  progress_.first = best_size_;
  progress_.best = best_size_;
  if (predicate_.workers() > 1) {
    runs_ = std::make_unique<Runs>(predicate_);
  }
}

Search::~Search() = default;

bool Search::attempt(Case candidate, Effort effort, Answer guess) {
  if (over()) {
    return false;
  }
  if (const auto replayed = replay(candidate)) {
    return *replayed;
  }
  const auto size = judge(candidate, effort, guess);
  if (shadow_ == nullptr && !over()) {
    from_.attempts.push_back(size);
  }
  if (!size) {
    return false;
  }
  best_ = std::move(candidate);
  best_size_ = *size;
  if (shadow_ != nullptr) {
    return true;
  }
  progress_.best = *size;
  ++progress_.steps;
  steps_.push_back({progress_.calls, since(begun_), *size, progress_.pass});
  keep_best();
  report();
  return true;
}

std::optional<Measure> Search::judge(const Case& candidate, Effort effort, Answer guess) {
  const Measure size = measure(candidate, settings_.simplest);
  if (size > best_size_ || (size == best_size_ && !smaller(candidate, best_, settings_.simplest))) {
    return std::nullopt;
  }
  return decide(candidate, digest(candidate), effort, guess) == Answer::same ? std::optional(size) : std::nullopt;
}

Answer Search::decide(const Case& candidate, const std::string& key, Effort effort, Answer guess) {
  if (const auto found = decided_.find(key); found != decided_.end()) {
    ++progress_.answered;
    return found->second;
  }
  const std::uint64_t tries = effort == Effort::thorough || rate_ < often ? tries_ : 1;
  Answer answer = Answer::other;
  std::uint64_t run = 0;
  for (; run < tries && answer != Answer::same; ++run) {
    answer = ask_once(candidate, key, run, effort, guess);
    if (over()) {
      return Answer::unclear;  // this one was not asked
    }
  }
  if (answer == Answer::same && careful_) {
    // Once may be chance: a candidate that shows the failure ten times less often must not be taken for it.
    answer = Answer::other;
    for (const std::uint64_t last = run + tries_; run < last && answer != Answer::same && !over(); ++run) {
      answer = ask_once(candidate, key, run, effort, Answer::same);
    }
  }
  if (!over()) {
    decided_.emplace(key, answer);
  }
  return answer;
}

Answer Search::ask_once(const Case& candidate, const std::string& digest, std::uint64_t nth, Effort effort,
                        Answer guess) {
  const std::string key = nth == 0 ? digest : digest + "#" + std::to_string(nth);
  if (settings_.answers != nullptr) {
    if (const auto known = settings_.answers->known(key)) {
      ++progress_.answered;
      return *known;
    }
  }
  const std::string kind = progress_.pass + (effort == Effort::quick ? " quick" : " thorough") +
                           (guess == Answer::same ? " same" : " other");
  if (shadow_ != nullptr) {
    return ask_shadow(candidate, key, kind, guess);
  }
  look_around();
  if (over()) {
    return Answer::unclear;
  }
  ++progress_.calls;
  const Answer answer = runs_ == nullptr ? predicate_.ask(candidate, 0) : ask_workers(candidate, key, kind, guess);
  // What is said of a run that a person interrupted is no answer.
  if (settings_.stop && settings_.stop()) {
    end_ = Minimized::End::stopped;
    return Answer::unclear;
  }
  if (settings_.answers != nullptr) {
    settings_.answers->add(key, answer);
  }
  report();
  return answer;
}

Search::Rate Search::measure_rate(const Case& value, std::uint64_t first, std::uint64_t runs) {
  Rate rate;
  const std::string key = digest(value) + "@";
  for (std::uint64_t i = first; i < first + runs && !over(); ++i) {
    const Answer answer = ask_once(value, key, i, Effort::thorough, Answer::same);
    if (over() && answer == Answer::unclear) {
      break;
    }
    ++rate.runs;
    rate.failures += answer == Answer::same ? 1 : 0;
  }
  return rate;
}

void Search::set_rate(Rate rate) {
  rate_ = rate.runs == 0 ? 1.0 : static_cast<double>(rate.failures) / static_cast<double>(rate.runs);
  rate_ = std::max(rate_, 0.01);
  // As many tries as make a "no" wrong in one of twenty cases.
  constexpr double most = 50;
  tries_ = rate_ >= 1.0 ? 1
                        : static_cast<std::uint64_t>(std::clamp(
                              std::ceil(std::log(1.0 - flaky_confidence) / std::log(1.0 - rate_)), 2.0, most));
  confirmed_ = best_;
  careful_ = rate_ < often;
}

void Search::confirm() {
  if (rate_ >= 1.0 || over() || best_ == confirmed_) {
    return;
  }
  const std::string key = digest(best_) + "+";
  const std::uint64_t wanted = rate_ < seldom ? 2 : 1;
  // As many as show two of what fails as often as before in nineteen of twenty cases.
  const std::uint64_t runs = wanted == 1 ? tries_ : static_cast<std::uint64_t>(std::ceil(4.75 / rate_));
  std::uint64_t failures = 0;
  for (std::uint64_t run = 0; run < runs && failures < wanted; ++run) {
    failures += ask_once(best_, key, run, Effort::thorough, Answer::same) == Answer::same ? 1 : 0;
    if (over()) {
      return;
    }
  }
  if (failures == wanted) {
    confirmed_ = best_;
    return;
  }
  careful_ = true;
  decided_.clear();
  best_ = confirmed_;
  best_size_ = measure(best_, settings_.simplest);
  if (shadow_ == nullptr) {
    progress_.best = best_size_;
    keep_best();
  }
}

void Search::keep_best() {
  if (!settings_.keep) {
    return;
  }
  if (const auto kept = settings_.keep(best_); !kept) {
    end_ = Minimized::End::not_kept;
    error_ = kept.error();
  }
}

void Search::look_around() {
  if (over()) {
    return;
  }
  if (settings_.stop && settings_.stop()) {
    end_ = Minimized::End::stopped;
  } else if ((settings_.duration.count() > 0 && since(begun_) >= settings_.duration) ||
             (settings_.calls > 0 && progress_.calls >= settings_.calls)) {
    end_ = Minimized::End::time;
  }
}

void Search::report() {
  progress_.elapsed = since(begun_);
  if (settings_.progress) {
    settings_.progress(progress_);
  }
}

}  // namespace proofload
