#include "proofload/minimize.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "harness/minimize/scenarios.hpp"
#include "harness/report/folder_of_test.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

using scenarios::Outcome;
using scenarios::Scenario;

Minimized run(const Scenario& scenario, MinimizeSettings settings = {}) {
  FunctionPredicate predicate([&](const Case& value) { return scenario.load(value) == Outcome::failure; });
  return minimize(scenario.start, predicate, settings);
}

class Scenarios : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Scenarios, AreMinimizedToTheKnownSmallestWithinTheirCalls) {
  for (const Scenario& scenario : scenarios::all(GetParam())) {
    SCOPED_TRACE(scenario.name);
    ASSERT_EQ(scenario.load(scenario.start), Outcome::failure);
    const Minimized result = run(scenario);
    EXPECT_EQ(scenario.load(result.best), Outcome::failure);
    EXPECT_EQ(result.after.files, scenario.files);
    EXPECT_LE(result.after.bytes, scenario.bytes + scenario.bytes / 20);
    EXPECT_LE(result.spent.calls, scenario.most_calls);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Scenarios, testing::Values(1, 2, 3, 4, 5));

/// Files "f000" … of one byte each; those named hold an "A".
Case files(std::size_t count, std::vector<std::size_t> marked) {
  Case value;
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_marked = std::ranges::find(marked, i) != marked.end();
    value.dataset.files.push_back({fmt::format("f{:03}", i), Blob(is_marked ? "A" : "x")});
  }
  return value;
}

std::size_t marks(const Case& value) {
  return static_cast<std::size_t>(
      std::ranges::count_if(value.dataset.files, [](const DataFile& file) { return file.bytes.text() == "A"; }));
}

TEST(Minimize, TakesOnlyStepsDownTheOrderAndKeepsEachAtOnce) {
  const Scenario scenario = scenarios::manifest(7);
  std::vector<Case> kept;
  MinimizeSettings settings;
  settings.keep = [&](const Case& best) -> std::expected<void, std::string> {
    kept.push_back(best);
    return {};
  };
  const Minimized result = run(scenario, settings);
  ASSERT_FALSE(kept.empty());
  EXPECT_EQ(kept.back(), result.best);
  const Case* before = &scenario.start;
  for (const Case& step : kept) {
    EXPECT_TRUE(smaller(step, *before, settings.simplest));
    EXPECT_FALSE(smaller(*before, step, settings.simplest));
    EXPECT_EQ(scenario.load(step), Outcome::failure);
    before = &step;
  }
}

TEST(Minimize, LeavesNothingThatCouldGoAlone) {
  FunctionPredicate predicate([](const Case& value) { return marks(value) >= 3; });
  const Minimized result = minimize(files(300, {2, 77, 120, 121, 250}), predicate, {});
  EXPECT_EQ(result.end, Minimized::End::smallest);
  EXPECT_EQ(marks(result.best), 3U);
  EXPECT_EQ(result.best.dataset.files.size(), 3U);
}

TEST(Minimize, FindsTheRemainderOfAnyBatch) {
  for (const std::size_t batch : {6U, 10U, 24U, 32U}) {
    FunctionPredicate predicate([&](const Case& value) {
      return value.dataset.files.size() > batch && value.dataset.files.size() % batch == 1 && marks(value) >= 1;
    });
    const Minimized result = minimize(files(batch * 40 + 1, {311 % (batch * 40)}), predicate, {});
    EXPECT_EQ(result.best.dataset.files.size(), batch + 1) << batch;
    EXPECT_LE(result.spent.calls, 60 + 5 * batch) << batch;
  }
}

TEST(Minimize, SaysThatACaseDoesNotFail) {
  FunctionPredicate predicate([](const Case& /*value*/) { return false; });
  const Minimized result = minimize(files(3, {}), predicate, {});
  EXPECT_EQ(result.end, Minimized::End::no_failure);
  EXPECT_EQ(result.failures, 0U);
  EXPECT_GE(result.runs, 3U);
  EXPECT_EQ(result.best, files(3, {}));
}

TEST(Minimize, EndsAfterTheCallsAllowedWithWhatItHas) {
  FunctionPredicate predicate([](const Case& value) { return marks(value) >= 2; });
  MinimizeSettings settings;
  settings.calls = 8;
  const Minimized result = minimize(files(300, {100, 200}), predicate, settings);
  EXPECT_EQ(result.end, Minimized::End::time);
  EXPECT_EQ(result.spent.calls, 8U);
  EXPECT_LT(result.best.dataset.files.size(), 300U);
  EXPECT_GE(marks(result.best), 2U);
}

TEST(Minimize, EndsWhenAResultCannotBeKept) {
  FunctionPredicate predicate([](const Case& value) { return marks(value) >= 2; });
  MinimizeSettings settings;
  settings.keep = [](const Case& /*best*/) { return std::unexpected(std::string("no space left on device")); };
  const Minimized result = minimize(files(300, {100, 200}), predicate, settings);
  EXPECT_EQ(result.end, Minimized::End::not_kept);
  EXPECT_EQ(result.error, "no space left on device");
}

TEST(Minimize, TriesWhatIsLikelyFirst) {
  FunctionPredicate predicate([](const Case& value) { return marks(value) >= 2; });
  MinimizeSettings settings;
  settings.likely = {"f100", "f200"};
  const Minimized hinted = minimize(files(300, {100, 200}), predicate, settings);
  const Minimized blind = minimize(files(300, {100, 200}), predicate, {});
  EXPECT_EQ(hinted.after, blind.after);
  EXPECT_LT(hinted.spent.calls + 12, blind.spent.calls);
  settings.likely = {"f000", "f299"};
  EXPECT_EQ(minimize(files(300, {100, 200}), predicate, settings).after, blind.after);
}

TEST(Minimize, MinimizesAFlakyFailureToTheSameResultForLittleMore) {
  std::vector<double> ratios;
  const Scenario scenario = scenarios::one_bad_image(3);
  const Minimized steady = run(scenario);
  for (std::uint64_t seed = 1; seed <= 9; ++seed) {
    Random chance(seed);
    FunctionPredicate predicate(
        [&](const Case& value) { return scenario.load(value) == Outcome::failure && !chance.one_in(10); });
    const Minimized result = minimize(scenario.start, predicate, {});
    EXPECT_EQ(scenario.load(result.best), Outcome::failure);
    EXPECT_EQ(result.after.files, 1U);
    ratios.push_back(static_cast<double>(result.spent.calls) / static_cast<double>(steady.spent.calls));
    if (result.failures < result.runs) {
      EXPECT_EQ(result.after.bytes, 57U);
      EXPECT_GT(result.final_runs, 0U);
    }
  }
  std::ranges::sort(ratios);
  EXPECT_LE(ratios[ratios.size() / 2], 1.5);
}

TEST(Minimize, TakesBackWhatFailedByChanceOnly) {
  int right = 0;
  constexpr int seeds = 20;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Random chance(seed);
    // Nine of ten times with the mark, and one of twenty without it: an easier way to a smaller, other failure.
    FunctionPredicate predicate(
        [&](const Case& value) { return marks(value) >= 1 ? !chance.one_in(10) : chance.one_in(20); });
    Case last = files(200, {77});
    MinimizeSettings settings;
    settings.keep = [&](const Case& best) -> std::expected<void, std::string> {
      last = best;
      return {};
    };
    const Minimized result = minimize(last, predicate, settings);
    EXPECT_EQ(last, result.best);
    right += marks(result.best) >= 1 || result.failures == result.runs ? 1 : 0;  // only what was seen to be flaky
  }
  EXPECT_GE(right, seeds * 9 / 10);
}

TEST(Minimize, ASeldomFailureDoesNotBecomeMoreSeldom) {
  int as_often = 0;
  constexpr int seeds = 200;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Random chance(seed);
    // One of six runs with the mark and its neighbours, one of sixty with the mark alone.
    FunctionPredicate predicate([&](const Case& value) {
      const bool often = value.dataset.files.size() >= 4;
      return marks(value) >= 1 && chance.one_in(often ? 6 : 60);
    });
    MinimizeSettings settings;
    settings.patience = 100;
    const Minimized result = minimize(files(40, {17}), predicate, settings);
    EXPECT_EQ(marks(result.best), 1U);
    as_often += result.after.files >= 4 ? 1 : 0;
  }
  EXPECT_GE(as_often, seeds * 88 / 100);
}

TEST(Minimize, RunsACaseThatHasFailedMoreOftenBeforeItSaysThatItDoesNot) {
  for (const std::uint64_t patience : {0U, 100U}) {
    std::uint64_t runs = 0;
    FunctionPredicate predicate([&](const Case& /*value*/) { return ++runs % 90 == 0; });
    MinimizeSettings settings;
    settings.patience = patience;
    const Minimized result = minimize(files(2, {1}), predicate, settings);
    EXPECT_EQ(result.runs, patience == 0 ? 20U : 90U);
    EXPECT_EQ(result.failures, patience == 0 ? 0U : 1U);
    EXPECT_EQ(result.end == Minimized::End::no_failure, patience == 0);
  }
}

TEST(Minimize, AsksNothingAgainThatAStoppedRunWasTold) {
  const FolderOfTest folder;
  const Scenario scenario = scenarios::slipping(4);
  std::uint64_t asked = 0;
  FunctionPredicate predicate([&](const Case& value) {
    ++asked;
    return scenario.load(value) == Outcome::failure;
  });
  const std::uint64_t whole = run(scenario).spent.calls;
  std::uint64_t in_all = 0;
  Minimized result;
  for (int part = 0; part < 40 && (part == 0 || result.end == Minimized::End::time); ++part) {
    const auto answers = open_answers(folder / "answers", "slipping");
    ASSERT_TRUE(answers) << answers.error();
    MinimizeSettings settings;
    settings.calls = 7;
    settings.answers = answers->get();
    asked = 0;
    result = minimize(scenario.start, predicate, settings);
    in_all += asked;
  }
  EXPECT_EQ(result.end, Minimized::End::smallest);
  EXPECT_EQ(in_all, whole);
  EXPECT_EQ(result.after, run(scenario).after);
}

TEST(Answers, OfAnotherSearchAreForgottenAndTornLinesAreLeftOut) {
  const FolderOfTest folder;
  {
    auto answers = open_answers(folder / "a", "one").value();
    answers->add("0123", Answer::same);
    answers->add("4567", Answer::other);
  }
  std::filesystem::resize_file(folder / "a", std::filesystem::file_size(folder / "a") - 1);
  {
    auto answers = open_answers(folder / "a", "one").value();
    EXPECT_EQ(answers->known("0123"), Answer::same);
    EXPECT_EQ(answers->known("4567"), std::nullopt);
  }
  EXPECT_EQ(open_answers(folder / "a", "two").value()->known("0123"), std::nullopt);
  EXPECT_FALSE(open_answers(folder / "not/there", "one"));
}

/// Slow enough for workers to run ahead, and asked from several threads.
class Workers final : public Predicate {
 public:
  Workers(const Scenario& scenario, std::size_t workers) : scenario_(scenario), workers_(workers) {}
  Answer ask(const Case& candidate, std::size_t worker) override {
    EXPECT_LT(worker, workers_);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return scenario_.load(candidate) == Outcome::failure ? Answer::same : Answer::other;
  }
  [[nodiscard]] std::size_t workers() const override { return workers_; }

 private:
  const Scenario& scenario_;
  std::size_t workers_;
};

TEST(Minimize, ComesToTheSameResultWithAnyNumberOfWorkers) {
  const Scenario scenario = scenarios::order(5);
  const Minimized alone = run(scenario);
  for (const std::size_t workers : {2U, 4U, 7U}) {
    Workers predicate(scenario, workers);
    const Minimized result = minimize(scenario.start, predicate, {});
    EXPECT_EQ(result.best, alone.best);
    EXPECT_EQ(result.spent.calls, alone.spent.calls);
  }
}

}  // namespace
}  // namespace proofload
