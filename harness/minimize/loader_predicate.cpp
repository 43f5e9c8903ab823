#include <algorithm>
#include <set>
#include <utility>

#include "proofload/check.hpp"
#include "proofload/minimize.hpp"

namespace proofload {
namespace {

/// Runs that show whether a crash shows always; of one that does not; and of one that has not shown at all.
constexpr int few_runs = 3;
constexpr int more_runs = 20;
constexpr int most_runs = 200;

}  // namespace

LoaderPredicate::LoaderPredicate(const RegisteredLoader& loader, Signature signature, WorkerLimits limits)
    : signature_(std::move(signature)), simplest_(simplest_case(loader.declaration)), worker_(loader, limits) {}

void LoaderPredicate::learn_places(const Case& first) {
  if (signature_.clause != Clause::memory_safe) {
    return;
  }
  std::set<std::string> causes;
  int crashes = 0;
  for (int run = 1; run <= (crashes == 0 ? most_runs : more_runs); ++run) {
    const Judgement judgement = worker_.check(first)[signature_.clause];
    if (judgement.state == Judgement::State::broken) {
      ++crashes;
      causes.insert(judgement.because.front().cause);
    }
    const bool elsewhere = causes.size() > 1 || (causes.size() == 1 && !causes.contains(signature_.cause));
    // Not in each run, or not at one place: it is the run that decides where, not the case.
    if (elsewhere && (causes.size() > 1 || crashes < run)) {
      anywhere_ = true;
      return;
    }
    if (run >= few_runs && crashes == run) {
      return;
    }
  }
}

Answer LoaderPredicate::ask(const Case& candidate, std::size_t /*worker*/) {
  const Verdict verdict = worker_.check(candidate);
  if (!verdict.tool_failure.empty()) {
    return Answer::unclear;
  }
  for (const Signature& found : signatures(verdict)) {
    if (found == signature_ || (anywhere_ && found.clause == signature_.clause)) {
      continue;
    }
    const auto known = others_.find(found);
    if (known == others_.end() || smaller(candidate, known->second.value, simplest_)) {
      others_.insert_or_assign(found, Other{candidate, verdict[found.clause].because.front()});
    }
  }
  const Judgement& judgement = verdict[signature_.clause];
  if (judgement.state == Judgement::State::broken) {
    const auto same =
        anywhere_ ? judgement.because.begin() : std::ranges::find(judgement.because, signature_.cause, &Because::cause);
    if (same != judgement.because.end()) {
      because_ = *same;
      return Answer::same;
    }
  }
  return judgement.state == Judgement::State::could_not_tell ? Answer::unclear : Answer::other;
}

}  // namespace proofload
