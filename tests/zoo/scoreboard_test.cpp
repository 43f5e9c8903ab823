// The scoreboard: what a user gets who tests a loader of the zoo, from the command line.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "proofload/clause.hpp"
#include "zoo/specimen.hpp"

namespace proofload::zoo {

void PrintTo(const Specimen& specimen, std::ostream* out) { *out << specimen.id; }

namespace {

using Json = nlohmann::json;

bool holds(const std::vector<Clause>& clauses, Clause clause) {
  return std::ranges::find(clauses, clause) != clauses.end();
}

Said tested(const Command& command, const std::string& loader, const std::string& cases) {
  return command.run({"test", loader, "--cases", cases, "--seed", "1", "--for", "150s", "--json", "--out", "out"});
}

/// Those whose deeds can be foretold, and the one that nobody knows all of. The others go the same way in
/// tests/acceptance.sh, which has the time for it.
std::vector<Specimen> shown() {
  std::vector<Specimen> chosen;
  std::ranges::copy_if(specimens(), std::back_inserter(chosen), [](const Specimen& specimen) {
    return specimen.culprits != nullptr || specimen.shows == Specimen::Shows::seldom;
  });
  return chosen;
}

class ScoreboardTest : public testing::TestWithParam<Specimen> {};

TEST_P(ScoreboardTest, GeneratedCasesConvictTheSpecimenAndEveryFindingReplays) {
  const Specimen& specimen = GetParam();
  const Command command;
  // Damage that kills a decoder, which nobody can foretell, is in one of 500 cases or so.
  const char* const cases = specimen.shows == Specimen::Shows::seldom ? "2000" : "150";
  const Said said = tested(command, std::string(specimen.loader), cases);
  SCOPED_TRACE(said.out + said.err);
  ASSERT_EQ(said.code, 1);

  int convictions = 0;
  const Json findings = Json::parse(said.out).at("findings");
  for (const Json& finding : findings) {
    const auto clause = clause_named(finding.at("clause").get<std::string>());
    ASSERT_TRUE(clause.has_value());
    EXPECT_TRUE(holds(specimen.breaks, *clause) || holds(specimen.may, *clause)) << name(*clause);
    convictions += holds(specimen.breaks, *clause) ? 1 : 0;
    // Only what depends on chance may not show again, and is marked so.
    const bool stable = finding.at("stable").get<bool>();
    const bool surely = specimen.repeats == Specimen::Repeats::surely;
    EXPECT_TRUE(stable || !surely);
    if (stable && surely) {
      const auto path = finding.at("path").get<std::string>();
      EXPECT_EQ(command.run({"replay", path}).code, 1) << path;
    }
  }
  EXPECT_GE(convictions, 1);
}

TEST_P(ScoreboardTest, AHundredCasesAcquitTheTwin) {
  const Command command;
  const Said said = tested(command, std::string(GetParam().loader) + "_twin", "100");
  SCOPED_TRACE(said.out + said.err);
  EXPECT_EQ(said.code, 0);
  const Json run = Json::parse(said.out);
  EXPECT_EQ(run.at("cases"), 100);
  EXPECT_TRUE(run.at("findings").empty());
}

INSTANTIATE_TEST_SUITE_P(, ScoreboardTest, testing::ValuesIn(shown()),
                         [](const auto& param) { return std::string(param.param.loader); });

}  // namespace
}  // namespace proofload::zoo
