#include "scarce.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace proofload {
namespace {

class ScarceTest : public testing::Test {
 protected:
  void judged(Clause clause, std::uint64_t batch_size) {
    Case value;
    value.options.batch_size = batch_size;
    Verdict verdict;
    verdict.judgements[static_cast<std::size_t>(clause)].state = Judgement::State::kept;
    scarce_.note(value, verdict);
  }

  void counted(Clause clause, std::uint64_t times) {
    page_->clauses[static_cast<std::size_t>(clause)][static_cast<std::size_t>(Judgement::State::kept)] = times;
  }

  /// How many of 1,000 picks are of the case with that batch size.
  int picks_of(std::uint64_t batch_size) {
    Random random(1);
    int count = 0;
    for (int i = 0; i < 1000; ++i) {
      const Case* picked = scarce_.pick(random, *page_);
      count += picked != nullptr && picked->options.batch_size == batch_size ? 1 : 0;
    }
    return count;
  }

  Scarce scarce_;
  std::unique_ptr<CampaignPage> page_ = std::make_unique<CampaignPage>();
};

TEST_F(ScarceTest, PicksNothingBeforeAnythingWasJudged) {
  Random random(1);
  EXPECT_EQ(scarce_.pick(random, *page_), nullptr);
}

TEST_F(ScarceTest, PicksTheCaseOfWhatWasExercisedSeldomMostOfTheTime) {
  judged(Clause::pairing, 7);
  judged(Clause::empty_dataset, 3);
  counted(Clause::pairing, 9999);
  counted(Clause::empty_dataset, 99);
  EXPECT_GT(picks_of(3), 970);
  EXPECT_GT(picks_of(7), 0) << "the common is not given up";
}

TEST_F(ScarceTest, GoesByFaultsThatOccurredAlsoAndNotByThoseOnlyDrawn) {
  Case value;
  value.options.batch_size = 5;
  value.faults = {{.kind = FaultKind::short_read, .path = "a/b.png"}, {.kind = FaultKind::rename, .path = "a/c.png"}};
  Verdict verdict;
  verdict.fired = {0, 2};
  scarce_.note(value, verdict);
  judged(Clause::pairing, 7);
  counted(Clause::pairing, 99);
  page_->fired[static_cast<std::size_t>(FaultKind::rename)] = 99;
  const int equally_rare = picks_of(5);
  EXPECT_GT(equally_rare, 400);
  EXPECT_LT(equally_rare, 600);
}

TEST_F(ScarceTest, RemembersNoLargeCase) {
  Case value;
  value.dataset.files.push_back({"a/b.png", Blob(std::vector<std::byte>(Scarce::largest + 1))});
  Verdict verdict;
  verdict.judgements[0].state = Judgement::State::kept;
  scarce_.note(value, verdict);
  Random random(1);
  EXPECT_EQ(scarce_.pick(random, *page_), nullptr);
}

}  // namespace
}  // namespace proofload
