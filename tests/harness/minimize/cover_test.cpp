#include "minimize/cover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "proofload/random.hpp"

namespace proofload {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Cover, TakesTheSmallestOfThoseThatHaveTheSame) {
  const std::vector<Coverable> all = {{50, {1, 2}}, {20, {1, 2}}, {30, {3}}, {10, {3}}, {5, {}}};
  EXPECT_THAT(small_cover(all), ElementsAre(1, 3));
  EXPECT_THAT(small_cover({}), IsEmpty());
}

TEST(Cover, LeavesOutWhatLaterOnesMakeNeedless) {
  // The first adds most, and the two that are needed for 7 and 8 have all of it.
  const std::vector<Coverable> all = {{9, {1, 2, 3, 4}}, {9, {1, 2, 7}}, {9, {3, 4, 8}}};
  EXPECT_THAT(small_cover(all), ElementsAre(1, 2));
}

TEST(Cover, LosesNothingAndHoldsNothingNeedless) {
  Random random(3);
  std::vector<Coverable> all(200);
  std::set<std::uint64_t> wanted;
  for (Coverable& one : all) {
    one.bytes = random.below(1000);
    std::set<std::uint64_t> features;
    for (std::uint64_t i = 0; i < 20; ++i) {
      features.insert(random.below(1 + random.below(500)));
    }
    one.features.assign(features.begin(), features.end());
    wanted.insert(features.begin(), features.end());
  }
  const std::vector<std::size_t> chosen = small_cover(all);
  const auto covered = [&](std::size_t but) {
    std::set<std::uint64_t> found;
    for (const std::size_t place : chosen) {
      if (place != but) {
        found.insert(all[place].features.begin(), all[place].features.end());
      }
    }
    return found;
  };
  EXPECT_EQ(covered(all.size()), wanted);
  EXPECT_LT(chosen.size(), all.size() / 2);
  for (const std::size_t place : chosen) {
    EXPECT_NE(covered(place), wanted);
  }
}

}  // namespace
}  // namespace proofload
