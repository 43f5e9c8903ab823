// Each specimen is convicted of what it does, by name, and its twin of nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "proofload/registry.hpp"
#include "proofload/worker.hpp"
#include "zoo/smallest_cases.hpp"
#include "zoo/specimen.hpp"
#include "zoo/world_of.hpp"

namespace proofload::zoo {

void PrintTo(const Specimen& specimen, std::ostream* out) { *out << specimen.id; }

namespace {

bool holds(const std::vector<Clause>& clauses, Clause clause) {
  return std::ranges::find(clauses, clause) != clauses.end();
}

const RegisteredLoader& registered(const std::string& name) {
  const RegisteredLoader* loader = loader_named(name);
  if (loader == nullptr) {
    throw std::out_of_range("no loader of the name " + name);
  }
  return *loader;
}

const RegisteredLoader& specimen_of(const Specimen& specimen) { return registered(std::string(specimen.loader)); }
const RegisteredLoader& twin_of(const Specimen& specimen) { return registered(std::string(specimen.loader) + "_twin"); }

/// Everything that a verdict says, for the reader of a failed test.
std::string told(const Case& value, const Verdict& verdict) {
  std::string text = describe(value);
  for (const Fault& fault : value.faults) {
    text += "\n  " + describe(fault);
  }
  if (!verdict.tool_failure.empty()) {
    text += "\n  tool failure: " + verdict.tool_failure;
  }
  for (const Clause clause : verdict.broken()) {
    for (const Because& because : verdict[clause].because) {
      text += "\n  " + std::string(name(clause)) + "/" + because.cause + ": " + because.what + "; expected " +
              because.expected + ", found " + because.found;
      for (const std::string& sample : because.samples) {
        text += " [" + escape(sample) + "]";
      }
    }
  }
  return text;
}

/// All whom the verdict blames for one clause, and where that shows first.
Culprits blamed(const Judgement& judgement) {
  Culprits culprits;
  for (const Because& because : judgement.because) {
    culprits.samples.insert(because.samples.begin(), because.samples.end());
  }
  if (judgement.because.front().batch) {
    culprits.batches.push_back(*judgement.because.front().batch);
  }
  return culprits;
}

/// A verdict shows the first batch; where several are to blame, that is the one expected.
Culprits as_shown(Culprits culprits) {
  culprits.batches.resize(std::min<std::size_t>(culprits.batches.size(), 1));
  return culprits;
}

void expect_only_what_it_may_break(const Specimen& specimen, const Verdict& verdict) {
  EXPECT_EQ(verdict.tool_failure, "");
  for (const Clause clause : verdict.broken()) {
    EXPECT_TRUE(holds(specimen.breaks, clause) || holds(specimen.may, clause)) << name(clause);
  }
}

/// Says whether the specimen did harm in a world where all of it can be foretold.
bool expect_the_true_culprits(const Specimen& specimen, const std::optional<World>& world, const Verdict& verdict) {
  if (!world || specimen.culprits == nullptr) {
    return false;
  }
  const auto expected = specimen.culprits(*world);
  for (const auto& [clause, culprits] : expected) {
    if (verdict[clause].state != Judgement::State::broken) {
      ADD_FAILURE() << name(clause) << " is " << name(verdict[clause].state) << " " << verdict[clause].note;
      continue;
    }
    EXPECT_EQ(blamed(verdict[clause]).samples, culprits.samples) << name(clause);
    EXPECT_EQ(blamed(verdict[clause]).batches, as_shown(culprits).batches) << name(clause);
  }
  for (const Clause clause : verdict.broken()) {
    EXPECT_TRUE(expected.contains(clause) || holds(specimen.may, clause)) << name(clause) << " without a culprit";
  }
  return !expected.empty();
}

/// How many generated cases are tried: at least so many, and until the specimen is convicted.
struct Rounds {
  int fewest = 0;
  int most = 0;
};

Rounds rounds_of(const Specimen& specimen) {
  if (holds(specimen.breaks, Clause::live)) {
    return {.fewest = 1, .most = 800};  // a loader that hangs takes seconds to convict
  }
  if (specimen.culprits != nullptr || specimen.shows == Specimen::Shows::seldom) {
    return {.fewest = 120, .most = 120};  // each verdict is compared with what is foretold
  }
  return {.fewest = 40, .most = 800};
}

class ZooTest : public testing::TestWithParam<Specimen> {};

TEST_P(ZooTest, OneTemplateMakesSpecimenAndTwinSoTheyPromiseTheSame) {
  const Declaration& specimen = specimen_of(GetParam()).declaration;
  const Declaration& twin = twin_of(GetParam()).declaration;
  EXPECT_EQ(specimen.bad_sample, twin.bad_sample);
  EXPECT_EQ(specimen.last_batch, twin.last_batch);
  EXPECT_EQ(specimen.supports, twin.supports);
  EXPECT_EQ(specimen.integrity, twin.integrity);
  EXPECT_EQ(specimen.transform.kind, twin.transform.kind);
  EXPECT_EQ(specimen.transform.standardized, twin.transform.standardized);
  EXPECT_EQ(specimen.features.range.has_value(), twin.features.range.has_value());
}

TEST_P(ZooTest, TheSmallestCaseConvictsTheSpecimenOfWhatItDoes) {
  const Specimen& specimen = GetParam();
  const RegisteredLoader& loader = specimen_of(specimen);
  const SmallestCase smallest = smallest_case(specimen.id);
  const Case value = fit(smallest.value, loader.declaration);
  Worker worker(loader);
  Verdict verdict = worker.check(value);
  // Threads race now and then only, also on the machine of a user.
  const int attempts = specimen.repeats == Specimen::Repeats::by_chance ? 40 : 1;
  for (int i = 1; i < attempts && verdict[smallest.clause].state != Judgement::State::broken; ++i) {
    expect_only_what_it_may_break(specimen, verdict);
    verdict = worker.check(value);
  }
  SCOPED_TRACE(told(value, verdict));

  EXPECT_TRUE(holds(specimen.breaks, smallest.clause));
  EXPECT_EQ(verdict[smallest.clause].state, Judgement::State::broken);
  expect_only_what_it_may_break(specimen, verdict);
  const auto world = world_of(value, loader.declaration);
  EXPECT_TRUE(world.has_value() || specimen.culprits == nullptr);
  expect_the_true_culprits(specimen, world, verdict);
}

TEST_P(ZooTest, TheSmallestCaseAcquitsTheTwin) {
  const RegisteredLoader& loader = twin_of(GetParam());
  const Case value = fit(smallest_case(GetParam().id).value, loader.declaration);
  const Verdict verdict = Worker(loader).check(value);
  SCOPED_TRACE(told(value, verdict));
  EXPECT_EQ(verdict.tool_failure, "");
  EXPECT_TRUE(verdict.broken().empty());
}

TEST_P(ZooTest, InGeneratedCasesTheSpecimenIsConvictedOfItsOwnDeedsOnly) {
  const Specimen& specimen = GetParam();
  const RegisteredLoader& loader = specimen_of(specimen);
  Worker worker(loader);
  Random random(1);
  int judged_exactly = 0;
  bool convicted = false;
  const Rounds rounds = rounds_of(specimen);
  for (int i = 0; i < rounds.most && !(convicted && i >= rounds.fewest); ++i) {
    const Case value = random_case(random, loader);
    const Verdict verdict = worker.check(value);
    SCOPED_TRACE(told(value, verdict));
    expect_only_what_it_may_break(specimen, verdict);
    judged_exactly += expect_the_true_culprits(specimen, world_of(value, loader.declaration), verdict) ? 1 : 0;
    convicted = convicted || std::ranges::any_of(verdict.broken(), [&](Clause c) { return holds(specimen.breaks, c); });
    if (HasFailure()) {
      return;
    }
  }
  EXPECT_TRUE(convicted || specimen.shows == Specimen::Shows::seldom);
  if (specimen.culprits != nullptr) {
    EXPECT_GT(judged_exactly, 0);
  }
}

TEST_P(ZooTest, InGeneratedCasesTheTwinIsAcquitted) {
  const RegisteredLoader& loader = twin_of(GetParam());
  Worker worker(loader);
  Random random(1);
  const int rounds = std::max(rounds_of(GetParam()).fewest, 40);
  for (int i = 0; i < rounds; ++i) {
    const Case value = random_case(random, loader);
    const Verdict verdict = worker.check(value);
    SCOPED_TRACE(told(value, verdict));
    EXPECT_EQ(verdict.tool_failure, "");
    ASSERT_TRUE(verdict.broken().empty());
  }
}

void expect_further_cases_to_show_their_causes(const Specimen& specimen) {
  Worker worker(specimen_of(specimen));
  Worker twin_worker(twin_of(specimen));
  const int attempts = specimen.repeats == Specimen::Repeats::surely ? 1 : 40;
  for (const SmallestCase& further : further_cases(specimen.id)) {
    const Case value = fit(further.value, specimen_of(specimen).declaration);
    Verdict verdict = worker.check(value);
    const auto shows = [&] {
      return std::ranges::find(verdict[further.clause].because, further.cause, &Because::cause) !=
             verdict[further.clause].because.end();
    };
    for (int i = 1; i < attempts && !shows(); ++i) {
      expect_only_what_it_may_break(specimen, verdict);
      verdict = worker.check(value);
    }
    SCOPED_TRACE(std::string(name(further.clause)) + "/" + further.cause + ": " + told(value, verdict));
    EXPECT_TRUE(shows());
    expect_only_what_it_may_break(specimen, verdict);
    const Verdict of_twin = twin_worker.check(fit(further.value, twin_of(specimen).declaration));
    SCOPED_TRACE(told(value, of_twin));
    EXPECT_EQ(of_twin.tool_failure, "");
    EXPECT_TRUE(of_twin.broken().empty());
  }
}

// In one process: there are many, and each takes no time.
TEST(FurtherCases, ShowTheirCausesAndAcquitTheTwins) {
  std::size_t specimens_with_some = 0;
  for (const Specimen& specimen : specimens()) {
    if (!further_cases(specimen.id).empty()) {
      ++specimens_with_some;
      SCOPED_TRACE(specimen.id);
      expect_further_cases_to_show_their_causes(specimen);
    }
  }
  EXPECT_GT(specimens_with_some, 0U);
}

INSTANTIATE_TEST_SUITE_P(, ZooTest, testing::ValuesIn(specimens().begin(), specimens().end()),
                         [](const auto& param) { return std::string(param.param.loader); });

}  // namespace
}  // namespace proofload::zoo
