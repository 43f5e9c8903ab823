#include "reference/shuffled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace proofload::reference {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

TEST(Shuffled, HoldsEverySampleOnce) {
  EXPECT_THAT(shuffled(100, 7, 3), UnorderedElementsAreArray(in_order(100)));
  EXPECT_THAT(shuffled(1, 7, 3), ElementsAre(0));
  EXPECT_THAT(shuffled(0, 7, 3), IsEmpty());
}

TEST(Shuffled, FollowsFromSeedAndEpochAlone) {
  EXPECT_EQ(shuffled(50, 7, 3), shuffled(50, 7, 3));
  EXPECT_NE(shuffled(50, 7, 3), shuffled(50, 8, 3));
  EXPECT_NE(shuffled(50, 7, 3), shuffled(50, 7, 4));
  EXPECT_NE(shuffled(50, 7, 4), shuffled(50, 8, 3)) << "seed and epoch must not be added up";
  EXPECT_NE(shuffled(50, 0, 0), in_order(50));
}

TEST(Shuffled, IsTheSameOnEveryMachine) { EXPECT_THAT(shuffled(8, 1, 0), ElementsAre(0, 5, 2, 7, 3, 4, 1, 6)); }

TEST(Shuffled, MakesAllOrdersOfFourAboutEquallyLikely) {
  std::map<std::vector<std::uint64_t>, int> counts;
  for (std::uint64_t seed = 0; seed < 24000; ++seed) {
    ++counts[shuffled(4, seed, seed % 3)];
  }
  ASSERT_EQ(counts.size(), 24U);
  for (const auto& [order, count] : counts) {
    EXPECT_NEAR(count, 1000, 200);  // more than six standard deviations
  }
}

}  // namespace
}  // namespace proofload::reference
