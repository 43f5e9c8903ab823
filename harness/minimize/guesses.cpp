#include "minimize/guesses.hpp"

#include <algorithm>

namespace proofload {
namespace {

/// Of "same", before anything is learned.
double prior(Answer expected) { return expected == Answer::same ? 0.7 : 0.3; }

}  // namespace

Guesses::Guess Guesses::of(const std::string& kind, Answer expected) const {
  const auto known = same_.find(kind);
  const double same = known == same_.end() ? prior(expected) : known->second;
  return same >= 0.5 ? Guess{Answer::same, same} : Guess{Answer::other, 1 - same};
}

void Guesses::learn(const std::string& kind, Answer expected, Answer told) {
  constexpr double weight = 0.2;
  constexpr double surest = 0.95;
  double& same = same_.try_emplace(kind, prior(expected)).first->second;
  same += weight * ((told == Answer::same ? 1.0 : 0.0) - same);
  same = std::clamp(same, 1 - surest, surest);
}

}  // namespace proofload
