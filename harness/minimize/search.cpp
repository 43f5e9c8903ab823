#include "minimize/search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace proofload {
namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

}  // namespace

Search::Search(const Case& first, Predicate& predicate, const MinimizeSettings& settings)
    : predicate_(predicate), settings_(settings), best_(first), best_size_(measure(first, settings.simplest)) {
  progress_.first = best_size_;
  progress_.best = best_size_;
  const std::size_t workers = predicate_.workers();
  for (std::size_t worker = 0; workers > 1 && worker < workers; ++worker) {
    threads_.emplace_back([this, worker] { work(worker); });
  }
}

Search::~Search() {
  {
    const std::lock_guard guard(mutex_);
    closing_ = true;
    waiting_.clear();
  }
  news_.notify_all();
}

bool Search::attempt(Case candidate, Effort effort, std::span<const Make> ahead) {
  if (over()) {
    return false;
  }
  const Measure size = measure(candidate, settings_.simplest);
  if (size > best_size_ || (size == best_size_ && !smaller(candidate, best_, settings_.simplest))) {
    return false;
  }
  const std::string key = digest(candidate);
  if (decide(candidate, key, effort, ahead) != Answer::same) {
    return false;
  }
  best_ = std::move(candidate);
  best_size_ = size;
  progress_.best = size;
  ++progress_.steps;
  steps_.push_back({progress_.calls, since(begun_), size, progress_.pass});
  if (settings_.keep) {
    if (const auto kept = settings_.keep(best_); !kept) {
      end_ = Minimized::End::not_kept;
      error_ = kept.error();
    }
  }
  report();
  return true;
}

Answer Search::decide(const Case& candidate, const std::string& key, Effort effort, std::span<const Make> ahead) {
  if (const auto found = decided_.find(key); found != decided_.end()) {
    ++progress_.answered;
    return found->second;
  }
  const std::uint64_t tries = effort == Effort::thorough || rate_ < 0.7 ? tries_ : 1;
  Answer answer = Answer::other;
  std::uint64_t run = 0;
  for (; run < tries && answer != Answer::same; ++run) {
    answer = ask_once(candidate, key, run, ahead);
    if (over()) {
      return Answer::unclear;  // this one was not asked
    }
  }
  if (answer == Answer::same && rate_ < 1.0) {
    // Once may be chance: a candidate that shows the failure ten times less often must not be taken for it.
    answer = Answer::other;
    for (const std::uint64_t last = run + tries_; run < last && answer != Answer::same && !over(); ++run) {
      answer = ask_once(candidate, key, run, {});
    }
  }
  if (!over()) {
    decided_.emplace(key, answer);
  }
  return answer;
}

Answer Search::ask_once(const Case& candidate, const std::string& key, std::uint64_t nth, std::span<const Make> ahead) {
  const std::string logged = nth == 0 ? key : key + "#" + std::to_string(nth);
  if (settings_.answers != nullptr) {
    if (const auto known = settings_.answers->known(logged)) {
      ++progress_.answered;
      return *known;
    }
  }
  look_around();
  if (over()) {
    return Answer::unclear;
  }
  ++progress_.calls;
  const Answer answer = threads_.empty() ? predicate_.ask(candidate, 0) : ask_workers(candidate, logged, ahead);
  // What is said of a run that a person interrupted is no answer.
  if (settings_.stop && settings_.stop()) {
    end_ = Minimized::End::stopped;
    return Answer::unclear;
  }
  if (settings_.answers != nullptr) {
    settings_.answers->add(logged, answer);
  }
  report();
  return answer;
}

Answer Search::ask_workers(const Case& candidate, const std::string& key, std::span<const Make> ahead) {
  std::unique_lock lock(mutex_);
  const auto put = [&](const std::string& name, const Case& value) {
    auto& slot = pending_[name];
    if (!slot) {
      slot = std::make_shared<Pending>();
      slot->candidate = value;
      waiting_.push_back(name);
    }
    return slot;
  };
  // What was thought of earlier and has not begun is of no more use: something else was asked for.
  for (const std::string& name : std::exchange(waiting_, {})) {
    if (name != key) {
      pending_.erase(name);
    } else {
      waiting_.push_back(name);
    }
  }
  const auto own = put(key, candidate);
  const std::size_t room = threads_.size();
  for (std::size_t i = 0; i < ahead.size() && waiting_.size() < room; ++i) {
    const Case next = ahead[i]();
    const std::string name = digest(next);
    const bool known =
        decided_.contains(name) || (settings_.answers != nullptr && settings_.answers->known(name).has_value());
    const Measure size = measure(next, settings_.simplest);
    if (!known && size <= best_size_) {
      put(name, next);
    }
  }
  news_.notify_all();
  news_.wait(lock, [&] { return own->state == Pending::State::done; });
  pending_.erase(key);
  if (own->error) {
    std::rethrow_exception(own->error);
  }
  return own->answer.value_or(Answer::unclear);
}

void Search::work(std::size_t worker) {
  std::unique_lock lock(mutex_);
  for (;;) {
    news_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
    if (closing_) {
      return;
    }
    const std::string name = waiting_.front();
    waiting_.pop_front();
    const std::shared_ptr<Pending> own = pending_[name];
    own->state = Pending::State::running;
    lock.unlock();
    try {
      own->answer = predicate_.ask(own->candidate, worker);
    } catch (...) {
      own->error = std::current_exception();
    }
    lock.lock();
    own->state = Pending::State::done;
    news_.notify_all();
  }
}

Search::Rate Search::measure_rate(const Case& value, std::uint64_t runs) {
  Rate rate;
  // Answers of an earlier run of this search are remembered under their own numbers.
  const std::string key = digest(value) + "@" + std::to_string(progress_.calls + progress_.answered);
  for (std::uint64_t i = 0; i < runs && !over(); ++i) {
    const Answer answer = ask_once(value, key, i, {});
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
