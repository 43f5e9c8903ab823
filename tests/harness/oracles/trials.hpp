/// A trial judges a loader on generated cases: a legal one is acquitted of everything, an illegal one is convicted of
/// what it does and of nothing else.
#pragma once

#include <gtest/gtest.h>

#include <set>

#include "harness/oracles/told.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "proofload/registry.hpp"

namespace proofload::test {

struct Trial {
  std::uint64_t seed = 7;
  int rounds = 400;
};

inline void expect_acquittal(const RegisteredLoader& loader, const Trial& trial) {
  Random random(seed(trial.seed));
  for (int i = 0; i < rounds(trial.rounds); ++i) {
    const Case value = random_case(random, loader);
    const Verdict verdict = check(value, loader);
    ASSERT_TRUE(verdict.broken().empty() && verdict.tool_failure.empty()) << "round " << i << "\n"
                                                                          << told(value, verdict);
  }
}

/// `required`: at least one of them; `may`: nothing beside those and these.
inline void expect_conviction(const RegisteredLoader& loader, const std::set<Clause>& required,
                              const std::set<Clause>& may, const Trial& trial) {
  Random random(seed(trial.seed));
  int convictions = 0;
  for (int i = 0; i < rounds(trial.rounds); ++i) {
    const Case value = random_case(random, loader);
    const Verdict verdict = check(value, loader);
    for (const Clause clause : verdict.broken()) {
      ASSERT_TRUE(required.contains(clause) || may.contains(clause)) << name(clause) << " in round " << i << "\n"
                                                                     << told(value, verdict);
      convictions += required.contains(clause) ? 1 : 0;
    }
  }
  EXPECT_GT(convictions, 0);
}

}  // namespace proofload::test
