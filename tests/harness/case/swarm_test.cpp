#include "proofload/swarm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "harness/case/loader_of_test.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

std::set<FaultKind> drawn(const Swarm& swarm) {
  std::set<FaultKind> kinds;
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    if (const auto kind = static_cast<FaultKind>(i); swarm.draws(kind)) {
      kinds.insert(kind);
    }
  }
  return kinds;
}

TEST(Swarm, DrawsAllKindsUnlessToldOtherwise) { EXPECT_EQ(drawn(Swarm()).size(), fault_kind_count); }

TEST(Swarm, IsTheSameForTheSameSeedAndAnotherForOthers) {
  std::set<std::set<FaultKind>> swarms;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Random a(seed);
    Random b(seed);
    const std::set<FaultKind> kinds = drawn(Swarm(a));
    EXPECT_EQ(kinds, drawn(Swarm(b)));
    swarms.insert(kinds);
  }
  EXPECT_GT(swarms.size(), 60U);
}

TEST(Swarm, LeavesOutEveryKindAndDrawsEveryKindWithEveryOther) {
  Random random(1);
  std::set<FaultKind> left_out;
  std::set<std::pair<FaultKind, FaultKind>> together;
  for (int i = 0; i < 100; ++i) {
    const Swarm swarm(random);
    for (std::size_t a = 0; a < fault_kind_count; ++a) {
      for (std::size_t b = 0; b < fault_kind_count; ++b) {
        if (swarm.draws(static_cast<FaultKind>(a)) && swarm.draws(static_cast<FaultKind>(b))) {
          together.insert({static_cast<FaultKind>(a), static_cast<FaultKind>(b)});
        }
      }
      if (!swarm.draws(static_cast<FaultKind>(a))) {
        left_out.insert(static_cast<FaultKind>(a));
      }
    }
  }
  EXPECT_EQ(left_out.size(), fault_kind_count);
  EXPECT_EQ(together.size(), fault_kind_count * fault_kind_count);
}

TEST(Swarm, CasesHaveFaultsOfItsKindsOnlyUnlessNoneFits) {
  Random random(2);
  for (int i = 0; i < 300; ++i) {
    const Swarm swarm(random);
    const Case value = random_case(random, capable_loader(), swarm);
    const std::vector<FaultKind> fitting = fitting_kinds(value.dataset);
    const std::vector<FaultKind> expected = swarm.among(fitting);
    for (const Fault& fault : value.faults) {
      EXPECT_NE(std::ranges::find(expected, fault.kind), expected.end()) << name(fault.kind);
    }
  }
}

TEST(Swarm, MutationsAddFaultsOfItsKindsWhereOneFits) {
  Random random(3);
  std::size_t added = 0;
  std::size_t others = 0;
  for (int i = 0; i < 300; ++i) {
    const Swarm swarm(random);
    Case value = random_case(random, capable_loader());
    value.faults.clear();
    const Case next = mutate(value, random, capable_loader(), swarm);
    for (const Fault& fault : next.faults) {
      ++added;
      others += swarm.draws(fault.kind) ? 0U : 1U;
    }
  }
  EXPECT_GT(added, 50U);
  // Datasets without files leave no choice.
  EXPECT_LT(others * 20, added);
}

}  // namespace
}  // namespace proofload
