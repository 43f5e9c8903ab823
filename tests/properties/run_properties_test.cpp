// The property suite on small loaders with known bugs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "harness/report/folder_of_test.hpp"
#include "proofload/loader.hpp"
#include "proofload/properties.hpp"

namespace proofload {
namespace {

using testing::HasSubstr;

enum class Bug : std::uint8_t {
  none,
  dies_of_empty_files,
  wide_after_four,  ///< from the fifth file on, rows have another dtype
  both,
};

/// One row for each file below the class folders: its size.
class Sizes final : public Loader {
 public:
  Sizes(Source& source, Bug bug) : bug_(bug) {
    const auto folders = source.list("");
    for (const Entry& folder : folders ? *folders : std::vector<Entry>{}) {
      const auto files = source.list(folder.name);
      for (const Entry& file : files ? *files : std::vector<Entry>{}) {
        const auto bytes = read_file(source, folder.name + "/" + file.name, std::size_t{1} << 20U);
        sizes_.push_back(bytes ? static_cast<float>(bytes->size()) : 1.0F);
        if (sizes_.back() == 0 && (bug == Bug::dies_of_empty_files || bug == Bug::both)) {
          std::abort();
        }
      }
    }
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    if (next_ == sizes_.size()) {
      return std::optional<Batch>();
    }
    Batch batch;
    const float size = sizes_[next_++];
    if (next_ > 4 && (bug_ == Bug::wide_after_four || bug_ == Bug::both)) {
      batch.features = Tensor::own(std::vector<double>{size}, {1, 1});
    } else {
      batch.features = Tensor::own(std::vector<float>{size}, {1, 1});
    }
    batch.labels = Tensor::own(std::vector<std::int64_t>{0}, {1});
    return batch;
  }

 private:
  Bug bug_;
  std::vector<float> sizes_;
  std::size_t next_ = 0;
};

RegisteredLoader loader_with(Bug bug) {
  RegisteredLoader loader;
  loader.name = "sizes";
  loader.declaration.reads = ImageFolder{};
  loader.declaration.features.dtype = Dtype::float32;
  loader.declaration.features.shape = {1};
  loader.declaration.labels.dtype = Dtype::int64;
  loader.declaration.files.empty_dataset = Files::Empty::empty_epoch;
  loader.declaration.make = [bug](Source& source, const LoadOptions&) { return std::make_unique<Sizes>(source, bug); };
  return loader;
}

/// The finding of a clause, or null.
const PropertyFinding* of(const PropertyRun& run, Clause clause) {
  const auto found = std::ranges::find(run.findings, clause,
                                       [](const PropertyFinding& finding) { return finding.finding.signature.clause; });
  return found == run.findings.end() ? nullptr : &*found;
}

PropertyRun run_with(Bug bug, const FolderOfTest& folder, std::uint64_t seed = 1, std::uint64_t cases = 60) {
  PropertyPlan plan;
  plan.cases = cases;
  plan.seed = seed;
  plan.folder = folder / "findings";
  const RegisteredLoader loader = loader_with(bug);
  return run_properties(loader, plan, {});
}

TEST(Properties, ShrinkACrashToOneFileAndItsFault) {
  const FolderOfTest folder;
  const PropertyRun run = run_with(Bug::dies_of_empty_files, folder);
  EXPECT_EQ(run.cases, 60U);
  EXPECT_TRUE(run.tool_failures.empty());
  const PropertyFinding* found = of(run, Clause::memory_safe);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->standing, PropertyFinding::Standing::confirmed);
  EXPECT_EQ(found->finding.value.dataset.files.size(), 1U);
  EXPECT_EQ(found->finding.value.faults.size(), 1U);
  EXPECT_THAT(found->finding.replay, HasSubstr("proofload replay "));
  const auto stored = read_finding(found->path);
  ASSERT_TRUE(stored) << stored.error();
  EXPECT_EQ(stored->value, found->finding.value);
}

TEST(Properties, KeepToTheSignatureWhenAnotherBugIsNear) {
  const FolderOfTest folder;
  const PropertyRun run = run_with(Bug::both, folder, 1, 150);
  const PropertyFinding* crash = of(run, Clause::memory_safe);
  const PropertyFinding* wide = of(run, Clause::declared_dtype);
  ASSERT_TRUE(crash != nullptr && wide != nullptr);
  EXPECT_EQ(crash->finding.value.dataset.files.size(), 1U);
  EXPECT_EQ(wide->finding.value.dataset.files.size(), 5U) << "the smallest that shows it";
  EXPECT_TRUE(wide->finding.value.faults.empty());
  EXPECT_EQ(list_findings(folder / "findings").size(), run.findings.size());
}

TEST(Properties, AcquitALoaderWithoutABug) {
  const FolderOfTest folder;
  const PropertyRun run = run_with(Bug::none, folder);
  EXPECT_EQ(of(run, Clause::memory_safe), nullptr);
  EXPECT_EQ(of(run, Clause::declared_dtype), nullptr);
  EXPECT_EQ(run.clauses[static_cast<std::size_t>(Clause::declared_dtype)].broken, 0U);
  EXPECT_GT(run.clauses[static_cast<std::size_t>(Clause::declared_dtype)].kept, 40U);
}

TEST(Properties, DrawTheSameCasesForTheSameSeed) {
  const FolderOfTest folder;
  const auto counts = [&](std::uint64_t seed) {
    const PropertyRun run = run_with(Bug::none, folder, seed);
    std::vector<std::uint64_t> numbers;
    for (const FaultCount& count : run.faults) {
      numbers.push_back(count.drawn);
    }
    return numbers;
  };
  EXPECT_EQ(counts(7), counts(7));
  EXPECT_NE(counts(7), counts(8));
}

TEST(Properties, SweepTheNthFailureOfEachCallOnceThereAreEnoughCases) {
  const FolderOfTest folder;
  const PropertyRun run = run_with(Bug::none, folder, 1, enough_cases);
  EXPECT_EQ(run.cases, enough_cases);
  EXPECT_GT(run.swept, 20U);  // two files, five calls, once and for good
  EXPECT_TRUE(run.findings.empty());
  EXPECT_EQ(run_with(Bug::none, folder, 1, enough_cases - 1).swept, 0U);
}

TEST(Properties, FailWhenADeclaredClauseIsNeverExercised) {
  const FolderOfTest folder;
  RegisteredLoader loader = loader_with(Bug::none);
  loader.declaration.reads = std::monostate{};
  loader.declaration.make = [](Source&, const LoadOptions&) -> std::unique_ptr<Loader> {
    throw LoadFailure({"", std::nullopt, "never loads anything"});
  };
  PropertyPlan plan;
  plan.cases = enough_cases;
  plan.folder = folder / "findings";
  const PropertyRun run = run_properties(loader, plan, {});
  EXPECT_THAT(run.never_exercised, testing::Contains(Clause::declared_dtype));
  plan.cases = enough_cases - 1;
  EXPECT_TRUE(run_properties(loader, plan, {}).never_exercised.empty()) << "too few cases to say so";
}

TEST(Properties, EndInTime) {
  const FolderOfTest folder;
  PropertyPlan plan;
  plan.cases = 1'000'000;
  plan.duration = std::chrono::milliseconds(300);
  plan.folder = folder / "findings";
  const RegisteredLoader loader = loader_with(Bug::none);
  std::uint64_t shown = 0;
  plan.progress_every = std::chrono::milliseconds(50);
  const PropertyRun run = run_properties(loader, plan, [&](const PropertyRun& now) { shown = now.cases; });
  EXPECT_EQ(run.end, PropertyRun::End::time);
  EXPECT_LT(run.elapsed, std::chrono::seconds(20));
  EXPECT_GT(shown, 0U);
}

TEST(Properties, SayWhenAFindingCannotBeStored) {
  const FolderOfTest folder;
  PropertyPlan plan;
  plan.cases = 150;
  plan.folder = "/proc/no/such/place";
  const RegisteredLoader loader = loader_with(Bug::dies_of_empty_files);
  const PropertyRun run = run_properties(loader, plan, {});
  ASSERT_FALSE(run.tool_failures.empty());
  EXPECT_THAT(run.tool_failures.front(), HasSubstr("a finding could not be stored"));
  EXPECT_FALSE(run.findings.empty()) << "it is still reported";
}

TEST(Properties, ReadAsSentences) {
  EXPECT_EQ(property_sentence(loader_with(Bug::none), Clause::honest_errors),
            "sizes keeps honest-errors: every damaged or absent sample is reported once, with its path and index");
}

}  // namespace
}  // namespace proofload
