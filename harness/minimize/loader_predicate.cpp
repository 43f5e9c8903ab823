#include <algorithm>
#include <utility>

#include "proofload/check.hpp"
#include "proofload/minimize.hpp"

namespace proofload {

LoaderPredicate::LoaderPredicate(const RegisteredLoader& loader, Signature signature, WorkerLimits limits)
    : signature_(std::move(signature)), simplest_(simplest_case(loader.declaration)), worker_(loader, limits) {}

Answer LoaderPredicate::ask(const Case& candidate, std::size_t /*worker*/) {
  const Verdict verdict = worker_.check(candidate);
  if (!verdict.tool_failure.empty()) {
    return Answer::unclear;
  }
  for (const Signature& found : signatures(verdict)) {
    if (found == signature_) {
      continue;
    }
    const auto known = others_.find(found);
    if (known == others_.end() || smaller(candidate, known->second.value, simplest_)) {
      others_.insert_or_assign(found, Other{candidate, verdict[found.clause].because.front()});
    }
  }
  const Judgement& judgement = verdict[signature_.clause];
  if (judgement.state == Judgement::State::broken) {
    const auto same = std::ranges::find(judgement.because, signature_.cause, &Because::cause);
    if (same != judgement.because.end()) {
      because_ = *same;
      return Answer::same;
    }
  }
  return judgement.state == Judgement::State::could_not_tell ? Answer::unclear : Answer::other;
}

}  // namespace proofload
