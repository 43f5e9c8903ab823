#include "proofload/verdict.hpp"

#include <string_view>

namespace proofload {

std::string_view name(Judgement::State state) {
  switch (state) {
    case Judgement::State::not_applicable:
      return "not applicable";
    case Judgement::State::not_exercised:
      return "not exercised";
    case Judgement::State::could_not_tell:
      return "could not tell";
    case Judgement::State::kept:
      return "kept";
    case Judgement::State::broken:
      return "broken";
  }
  return "unknown";
}

std::vector<Clause> Verdict::broken() const {
  std::vector<Clause> clauses;
  for (const Clause clause : all_clauses) {
    if ((*this)[clause].state == Judgement::State::broken) {
      clauses.push_back(clause);
    }
  }
  return clauses;
}

std::string describe(const Signature& signature) { return std::string(name(signature.clause)) + "/" + signature.cause; }

std::vector<Signature> signatures(const Verdict& verdict) {
  std::vector<Signature> result;
  for (const Clause clause : verdict.broken()) {
    const auto& because = verdict[clause].because;
    result.push_back({clause, because.empty() ? "unexplained" : because.front().cause});
  }
  return result;
}

}  // namespace proofload
