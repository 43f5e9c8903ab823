#include "proofload/worker.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "run/worker_process.hpp"

namespace proofload {

class Worker::Process {
 public:
  Process(const RegisteredLoader& loader, WorkerLimits limits) : loader_(loader), limits_(limits) {}

  Verdict check(const Case& value) {
    if (child_ && child_->died_meanwhile()) {
      child_.reset();
      lost_between_cases_ = true;
    }
    const bool fresh = !child_ || child_->cases() == 0;
    auto first = check_once(value);
    if (std::holds_alternative<Verdict>(first)) {
      Verdict verdict = std::get<Verdict>(std::move(first));
      if (std::exchange(lost_between_cases_, false)) {
        note_loss(verdict);
      }
      return verdict;
    }
    Verdict verdict = verdict_of(std::get<ProcessDeath>(first));
    const auto broken = signatures(verdict);
    if (broken.empty()) {
      return verdict;
    }
    const bool live = broken.front().clause == Clause::live;
    if (confirmed_.contains(broken.front()) || (fresh && !live)) {
      confirmed_.insert(broken.front());
      return verdict;
    }
    return confirm(value, std::move(verdict), broken.front());
  }

  void on_progress(std::function<void(const WorkerProgress&)> show) { show_ = std::move(show); }

  /// The child is in no known state any more.
  void forget() { child_.reset(); }

 private:
  std::variant<Verdict, ProcessDeath> check_once(const Case& value) {
    if (!child_) {
      child_.emplace(loader_, limits_);
    }
    auto result = child_->check(value, show_);
    if (std::holds_alternative<ProcessDeath>(result)) {
      child_.reset();
    }
    return result;
  }

  /// Once more, in a process that has run nothing else.
  Verdict confirm(const Case& value, Verdict verdict, const Signature& signature) {
    child_.reset();
    auto again = check_once(value);
    if (std::holds_alternative<ProcessDeath>(again)) {
      Verdict second = verdict_of(std::get<ProcessDeath>(again));
      for (const Signature& broken : signatures(second)) {
        confirmed_.insert(broken);
      }
      return second;
    }
    Judgement& judgement = verdict[signature.clause];
    if (signature.clause == Clause::live) {
      judgement = {
          Judgement::State::could_not_tell, "once, but not when run again: " + judgement.because.front().what, {}};
      return verdict;
    }
    judgement.because.front().what += "; only in a process that had run earlier cases";
    judgement.because.front().advice +=
        " The loader keeps something between two runs: run the cases before it as well.";
    return verdict;
  }

  static void note_loss(Verdict& verdict) {
    Judgement& judgement = verdict[Clause::memory_safe];
    if (judgement.state != Judgement::State::broken) {
      judgement = {Judgement::State::could_not_tell,
                   "the process that ran the case before ended after its verdict: the loader left a thread behind",
                   {}};
    }
  }

  const RegisteredLoader& loader_;
  WorkerLimits limits_;
  std::function<void(const WorkerProgress&)> show_;
  std::optional<WorkerProcess> child_;
  std::set<Signature> confirmed_;
  bool lost_between_cases_ = false;
};

Worker::Worker(const RegisteredLoader& loader, WorkerLimits limits)
    : process_(std::make_unique<Process>(loader, limits)) {}
Worker::~Worker() = default;

void Worker::on_progress(std::function<void(const WorkerProgress&)> show) { process_->on_progress(std::move(show)); }

Verdict Worker::check(const Case& value) {
  const auto start = std::chrono::steady_clock::now();
  Verdict verdict;
  try {
    verdict = process_->check(value);
  } catch (const std::exception& exception) {
    process_->forget();
    verdict = {};
    for (Judgement& judgement : verdict.judgements) {
      judgement = {Judgement::State::could_not_tell, "the tester itself failed", {}};
    }
    verdict.tool_failure = exception.what();
  }
  if (verdict.total_nanoseconds == 0) {
    verdict.total_nanoseconds = static_cast<std::uint64_t>((std::chrono::steady_clock::now() - start).count());
  }
  return verdict;
}

}  // namespace proofload
