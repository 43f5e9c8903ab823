#include "minimize/runs.hpp"

#include <algorithm>
#include <utility>

namespace proofload {

Runs::Runs(Predicate& predicate) : predicate_(predicate) {
  for (std::size_t worker = 0; worker < predicate.workers(); ++worker) {
    threads_.emplace_back([this, worker] { work(worker); });
  }
}

Runs::~Runs() {
  {
    const std::lock_guard guard(mutex_);
    closing_ = true;
    waiting_.clear();
  }
  news_.notify_all();
}

void Runs::begin(const std::string& key, const Case& candidate) {
  const std::lock_guard guard(mutex_);
  for (const std::string& name : std::exchange(waiting_, {})) {
    runs_.erase(name);
  }
  if (const auto [run, is_new] = runs_.try_emplace(key); is_new) {
    run->second.candidate = candidate;
    waiting_.push_front(key);
    news_.notify_all();
  }
}

void Runs::begin_ahead(const std::string& key, const Case& candidate) {
  const std::lock_guard guard(mutex_);
  if (const auto [run, is_new] = runs_.try_emplace(key); is_new) {
    run->second.candidate = candidate;
    waiting_.push_back(key);
    news_.notify_all();
  }
}

bool Runs::begun(const std::string& key) {
  const std::lock_guard guard(mutex_);
  return runs_.contains(key);
}

bool Runs::done(const std::string& key) {
  const std::lock_guard guard(mutex_);
  const auto found = runs_.find(key);
  return found != runs_.end() && found->second.state == Run::State::done;
}

std::optional<Answer> Runs::answer(const std::string& key) {
  const std::lock_guard guard(mutex_);
  const auto found = runs_.find(key);
  return found != runs_.end() && found->second.state == Run::State::done && !found->second.error
             ? std::optional(found->second.answer)
             : std::nullopt;
}

std::size_t Runs::idle() {
  const std::lock_guard guard(mutex_);
  const std::size_t busy = running_ + waiting_.size();
  return busy < threads_.size() ? threads_.size() - busy : 0;
}

std::uint64_t Runs::ended() {
  const std::lock_guard guard(mutex_);
  return ended_;
}

double Runs::left(const std::string& key) {
  const std::lock_guard guard(mutex_);
  const Run& run = runs_.at(key);
  if (run.state == Run::State::waiting || usual_.count() == 0) {
    return 1;
  }
  constexpr double late = -0.25;
  const double share = 1 - std::chrono::duration<double>(Clock::now() - run.begun) / usual_;
  return share < late ? 1 : std::max(share, 0.0);
}

void Runs::wait(const std::string& key, std::uint64_t ended) {
  std::unique_lock lock(mutex_);
  const auto news = [&] { return ended_ > ended || runs_.at(key).state == Run::State::done; };
  if (usual_.count() == 0) {
    news_.wait(lock, news);
  } else {
    constexpr std::chrono::milliseconds least(5);
    news_.wait_for(lock, std::max<Clock::duration>(usual_ / 4, least), news);
  }
}

Answer Runs::take(const std::string& key) {
  const std::lock_guard guard(mutex_);
  const Run& run = runs_.at(key);
  if (run.error) {
    std::rethrow_exception(run.error);
  }
  return run.answer;
}

void Runs::work(std::size_t worker) {
  std::unique_lock lock(mutex_);
  for (;;) {
    news_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
    if (closing_) {
      return;
    }
    Run& run = runs_.at(waiting_.front());
    waiting_.pop_front();
    run.state = Run::State::running;
    run.begun = Clock::now();
    ++running_;
    lock.unlock();
    Answer answer = Answer::unclear;
    std::exception_ptr error;
    try {
      answer = predicate_.ask(run.candidate, worker);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    run.answer = answer;
    run.error = error;
    run.candidate = {};
    run.state = Run::State::done;
    --running_;
    ++ended_;
    constexpr std::uint64_t last = 8;  // about so many weigh
    usual_ += (Clock::now() - run.begun - usual_) / static_cast<std::int64_t>(std::min(ended_, last));
    news_.notify_all();
  }
}

}  // namespace proofload
