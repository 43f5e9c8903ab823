#include "feedback.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
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

  /// How many outcomes of a run are new, as the engine sees it.
  template <class Run>
  std::size_t new_after(const Run& run) {
    std::ranges::fill(outcomes_, std::uint8_t{0});
    feedback_.own_run_ended(run.value, run.trace);
    const std::size_t before = met_.size();
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      if (outcomes_[i] != 0) {
        met_.insert(i);
      }
    }
    return met_.size() - before;
  }

  [[nodiscard]] std::ptrdiff_t outcomes() const { return std::ranges::count(outcomes_, 1); }

  std::span<std::uint8_t> edges_{&__start___sancov_cntrs, &__stop___sancov_cntrs};
  std::span<std::uint8_t> outcomes_{&__start___libfuzzer_extra_counters, &__stop___libfuzzer_extra_counters};
  Feedback feedback_;
  std::set<std::size_t> met_;
};

TEST_F(FeedbackTest, CountsEdgesOfTheOwnRunAndOnlyNewEdgesOfFurtherRuns) {
  ASSERT_GT(edges_.size(), 3U);
  edges_[0] = 5;
  edges_[1] = 1;
  feedback_.own_run_ended({}, {});
  edges_[0] = 90;
  edges_[2] = 17;
  feedback_.judged({});
  EXPECT_EQ(edges_[0], 5) << "passed more often only because the case was run again";
  EXPECT_EQ(edges_[1], 1);
  EXPECT_EQ(edges_[2], 1) << "an edge that only a further run has passed";
  EXPECT_EQ(edges_[3], 0);
}

TEST_F(FeedbackTest, TellsTheEngineTheStateOfEveryClause) {
  Verdict verdict;
  feedback_.judged(verdict);
  const std::uint8_t before = outcomes_.front();
  EXPECT_EQ(outcomes(), static_cast<std::ptrdiff_t>(clause_count));
  std::ranges::fill(outcomes_, std::uint8_t{0});
  verdict.judgements.front().state = Judgement::State::kept;
  feedback_.judged(verdict);
  EXPECT_NE(outcomes_.front(), before) << "another state is another counter";
  EXPECT_EQ(outcomes(), static_cast<std::ptrdiff_t>(clause_count));
}

/// A run that met one of two faults, and ended with an error in its second epoch.
struct Ended {
  Case value;
  Trace trace;

  Ended() {
    value.faults.resize(2);
    value.faults[1].kind = FaultKind::bit_flip;
    trace.fired = {0, 1};
    trace.epochs.resize(2);
    trace.epochs[1].end = TracedEpoch::End::error;
    trace.epochs[1].error = LoadError{"a/b.png", 3, "chunk 7 of x.png is cut"};
  }
};

TEST_F(FeedbackTest, TellsTheEngineHowRunsEndedWithEachFaultThatWasMet) {
  Ended ended;
  EXPECT_EQ(new_after(ended), 4U) << "the policy, two endings and one kind of error; of the fault that was met only";
  EXPECT_EQ(new_after(ended), 0U);
  ended.value.options.bad_sample = BadSample::substitute;
  EXPECT_EQ(new_after(ended), 1U);
  ended.trace.epochs[1].end = TracedEpoch::End::threw;
  EXPECT_EQ(new_after(ended), 1U);
  ended.value.faults[1].kind = FaultKind::truncate;
  EXPECT_EQ(new_after(ended), 3U);
}

TEST_F(FeedbackTest, TellsTheEngineOfEachKindOfErrorWhateverItsNamesAndNumbers) {
  Ended ended;
  LoadError& error = *ended.trace.epochs[1].error;
  EXPECT_GT(new_after(ended), 0U);
  error = {"c/d.png", 9, "chunk 12 of other.png is cut"};
  EXPECT_EQ(new_after(ended), 0U);
  error.reason = "chunk 12 of other.png has another checksum";
  EXPECT_EQ(new_after(ended), 1U);
  error.path.clear();
  EXPECT_EQ(new_after(ended), 1U);
  ended.trace.epochs[0].reports.push_back({{"a", 1, "it is gone"}, SampleReport::Deed::skipped});
  EXPECT_EQ(new_after(ended), 2U) << "the error, and that epochs finish with it";
}

TEST_F(FeedbackTest, TellsTheEngineOfEachDoublingOfMemoryAndCalls) {
  Ended ended;
  ended.trace.peak_memory = 1000;
  ended.trace.source_calls = 5;
  EXPECT_EQ(new_after(ended), 6U);
  ended.trace.peak_memory = 1023;
  ended.trace.source_calls = 7;
  EXPECT_EQ(new_after(ended), 0U);
  ended.trace.peak_memory = 1024;
  EXPECT_EQ(new_after(ended), 1U);
  ended.trace.source_calls = 8;
  EXPECT_EQ(new_after(ended), 1U);
}

}  // namespace
}  // namespace proofload
