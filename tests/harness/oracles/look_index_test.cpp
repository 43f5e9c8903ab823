// Pictures that a row equals are found in an index as by comparing with each.
#include "oracles/look_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "proofload/random.hpp"

namespace proofload {
namespace {

constexpr std::size_t size = 60;

std::vector<float> random_look(Random& random, std::uint64_t levels) {
  std::vector<float> values(size);
  for (float& value : values) {
    value = static_cast<float>(random.below(levels)) / static_cast<float>(levels);
  }
  return values;
}

bool equal(const std::vector<float>& a, const std::vector<float>& b, double allowed) {
  for (std::size_t i = 0; i < size; ++i) {
    if (std::abs(double{a[i]} - b[i]) > allowed) {
      return false;
    }
  }
  return true;
}

TEST(LookIndex, FindsWhatComparingWithEachFinds) {
  Random random(7);
  std::vector<std::vector<float>> looks;
  for (int i = 0; i < 60; ++i) {
    looks.push_back(random_look(random, 8));
    for (int copy = 0; copy < 4; ++copy) {  // near ones, on both sides of what is allowed
      std::vector<float> near = looks.back();
      for (float& value : near) {
        value += (static_cast<float>(random.below(1000)) / 1000 - 0.5F) * 0.05F;
      }
      looks.push_back(std::move(near));
    }
  }
  LookIndex index;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    index.add(1000 + i, looks[i]);
  }
  index.sort();
  std::size_t found = 0;
  for (const double allowed : {0.0, 0.02, 0.05, 0.3}) {
    for (const auto& row : looks) {
      std::vector<std::size_t> expected;
      for (std::size_t i = 0; i < looks.size(); ++i) {
        if (equal(looks[i], row, allowed)) {
          expected.push_back(1000 + i);
        }
      }
      found += expected.size();
      EXPECT_THAT(index.equal_to(row, allowed), testing::UnorderedElementsAreArray(expected));
    }
  }
  EXPECT_GT(found, 4 * looks.size());  // not only each itself
}

TEST(LookIndex, TheNearestComesFirst) {
  const std::vector<float> dark(size, 0.50F);
  const std::vector<float> light(size, 0.51F);
  LookIndex index;
  index.add(0, dark);
  index.add(1, light);
  index.sort();
  EXPECT_THAT(index.equal_to(std::vector<float>(size, 0.508F), 0.02), testing::ElementsAre(1, 0));
  EXPECT_THAT(index.equal_to(std::vector<float>(size, 0.40F), 0.02), testing::IsEmpty());
}

TEST(LookIndex, OfNothingNothingIsFound) {
  LookIndex index;
  index.sort();
  EXPECT_THAT(index.equal_to(std::vector<float>(size, 0.5F), 0.02), testing::IsEmpty());
}

}  // namespace
}  // namespace proofload
