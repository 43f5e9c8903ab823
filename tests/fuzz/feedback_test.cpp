#include "feedback.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

// This program holds instrumented loaders, so that both are there.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
extern std::uint8_t __start___sancov_cntrs;
extern std::uint8_t __stop___sancov_cntrs;
extern std::uint8_t __start___libfuzzer_extra_counters;
extern std::uint8_t __stop___libfuzzer_extra_counters;
}
// NOLINTEND(bugprone-reserved-identifier)

namespace proofload {
namespace {

class FeedbackTest : public testing::Test {
 protected:
  void SetUp() override {
    std::ranges::fill(edges_, std::uint8_t{0});
    std::ranges::fill(outcomes_, std::uint8_t{0});
  }

  [[nodiscard]] std::ptrdiff_t outcomes() const { return std::ranges::count(outcomes_, 1); }

  std::span<std::uint8_t> edges_{&__start___sancov_cntrs, &__stop___sancov_cntrs};
  std::span<std::uint8_t> outcomes_{&__start___libfuzzer_extra_counters, &__stop___libfuzzer_extra_counters};
  Feedback feedback_;
};

TEST_F(FeedbackTest, CountsEdgesOfTheOwnRunAndOnlyNewEdgesOfFurtherRuns) {
  ASSERT_GT(edges_.size(), 3U);
  edges_[0] = 5;
  edges_[1] = 1;
  feedback_.own_run_ended();
  edges_[0] = 90;
  edges_[2] = 17;
  feedback_.judged({}, {});
  EXPECT_EQ(edges_[0], 5) << "passed more often only because the case was run again";
  EXPECT_EQ(edges_[1], 1);
  EXPECT_EQ(edges_[2], 1) << "an edge that only a further run has passed";
  EXPECT_EQ(edges_[3], 0);
}

TEST_F(FeedbackTest, TellsTheEngineTheStateOfEveryClause) {
  Verdict verdict;
  feedback_.judged({}, verdict);
  const std::uint8_t before = outcomes_.front();
  EXPECT_EQ(outcomes(), static_cast<std::ptrdiff_t>(clause_count));
  std::ranges::fill(outcomes_, std::uint8_t{0});
  verdict.judgements.front().state = Judgement::State::kept;
  feedback_.judged({}, verdict);
  EXPECT_NE(outcomes_.front(), before) << "another state is another counter";
  EXPECT_EQ(outcomes(), static_cast<std::ptrdiff_t>(clause_count));
}

TEST_F(FeedbackTest, TellsTheEngineWhichFaultsWereMetAndUnderWhichPolicy) {
  Case value;
  value.faults.resize(2);
  value.faults[1].kind = FaultKind::bit_flip;
  Verdict verdict;
  verdict.fired = {0, 1};
  feedback_.judged(value, verdict);
  const std::vector<std::uint8_t> first(outcomes_.begin(), outcomes_.end());
  EXPECT_EQ(outcomes(), static_cast<std::ptrdiff_t>(clause_count) + 1) << "the fault that was not met does not count";
  value.options.bad_sample = BadSample::substitute;
  std::ranges::fill(outcomes_, std::uint8_t{0});
  feedback_.judged(value, verdict);
  EXPECT_FALSE(std::ranges::equal(outcomes_, first));
}

}  // namespace
}  // namespace proofload
