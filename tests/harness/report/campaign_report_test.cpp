#include "report/campaign_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/report/folder_of_test.hpp"

namespace proofload {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Everything that could break out of a page, a tag, a document or a terminal.
const std::string hostile = "\"'><script>alert(1)</script>]]>&amp;\x1b[31m\xff\xef\xbf\xbf\xe2\x80\xae caf\xc3\xa9";

void write(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

Finding hostile_finding() {
  Finding finding;
  finding.loader = "thumbnails";
  finding.value.loader = "thumbnails";
  finding.signature = {Clause::honest_errors, "unreported"};
  finding.value.dataset.files = {{"cats/" + hostile, Blob(std::string_view("x"))}};
  finding.value.faults = {{.kind = FaultKind::truncate, .path = "cats/" + hostile}};
  finding.because.cause = "unreported";
  finding.because.what = "a damaged sample is missing " + hostile;
  finding.because.samples = {"cats/" + hostile};
  finding.because.expected = hostile;
  finding.because.row = 3;
  return finding;
}

/// A campaign with one finding and a summary that says what the parameters say.
CampaignRecord recorded(const FolderOfTest& folder) {
  const auto path = write_finding(folder / "findings", hostile_finding());
  EXPECT_TRUE(path) << path.error();
  write(folder / "summary.json", R"({"loader": "thumbnails", "seed": 7, "end": "time", "elapsed_ms": 61500,
    "executions": 900, "coverage": 321, "deaths": 2,
    "clauses": {"honest-errors": {"exercised": 40, "broken": 4}, "pairing": {"exercised": 800, "broken": 0}},
    "faults": {"<b>": {"drawn": 3, "fired": 2}}})");
  const auto record = read_campaign(folder.path());
  EXPECT_TRUE(record) << record.error();
  return record.value_or(CampaignRecord{});
}

/// Whether libxml2 takes it for well-formed.
bool is_xml(const FolderOfTest& folder, const std::string& text) {
  write(folder / "text.xml", text);
  return std::system(("xmllint --nonet --noout '" + folder / "text.xml" + "'").c_str()) == 0;
}

void expect_plain(const std::string& text) {
  for (const char c : text) {
    ASSERT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << static_cast<int>(c);
  }
}

TEST(CampaignReport, ReadsWhatLiesInTheFolder) {
  const FolderOfTest folder;
  const CampaignRecord record = recorded(folder);
  EXPECT_EQ(record.loader, "thumbnails");
  EXPECT_EQ(record.executions, 900U);
  EXPECT_EQ(record.clauses.size(), clause_count);
  ASSERT_EQ(record.findings.size(), 1U);
  EXPECT_EQ(record.findings[0].finding.because.samples, hostile_finding().because.samples);
  EXPECT_TRUE(record.problems.empty()) << record.problems[0];
}

TEST(CampaignReport, JUnitIsWellFormedAndFailsWhatIsBroken) {
  const FolderOfTest folder;
  const std::string text = junit_text(recorded(folder));
  EXPECT_TRUE(is_xml(folder, text)) << text;
  expect_plain(text);
  EXPECT_THAT(text, HasSubstr("tests=\"33\" failures=\"1\" errors=\"0\" skipped=\"31\" time=\"61.500\""));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"thumbnails\" name=\"pairing\"/>"));
  EXPECT_THAT(text, HasSubstr("type=\"honest-errors/unreported\""));
  EXPECT_THAT(text, HasSubstr("caf&#xE9;"));
  EXPECT_THAT(text, Not(HasSubstr("<script")));
}

TEST(CampaignReport, SarifHasARuleForEachClauseAndAResultForEachFinding) {
  const FolderOfTest folder;
  const Json json = Json::parse(sarif_text(recorded(folder)));
  EXPECT_EQ(json["version"], "2.1.0");
  const Json& run = json["runs"].at(0);
  ASSERT_EQ(run["tool"]["driver"]["rules"].size(), clause_count);
  const Json& result = run["results"].at(0);
  EXPECT_EQ(result["ruleId"], "honest-errors");
  EXPECT_EQ(run["tool"]["driver"]["rules"].at(result["ruleIndex"].get<std::size_t>())["id"], "honest-errors");
  EXPECT_EQ(result["partialFingerprints"]["signature/v1"], "thumbnails/honest-errors/unreported");
  EXPECT_THAT(result["message"]["text"].get<std::string>(), HasSubstr("a damaged sample is missing"));
  const std::string uri = result["locations"].at(0)["physicalLocation"]["artifactLocation"]["uri"];
  EXPECT_TRUE(std::filesystem::exists(folder / uri)) << uri;
}

TEST(CampaignReport, ThePageShowsHostileNamesAndObeysNone) {
  const FolderOfTest folder;
  const std::string text = html_text(recorded(folder));
  expect_plain(text);
  EXPECT_THAT(text, HasSubstr("default-src 'none'"));
  EXPECT_THAT(text, HasSubstr("&#x3C;script&#x3E;alert(1)"));
  for (const char* active : {"<script", "<b>", "<img", "<a ", "src=", "onerror=", "url("}) {
    EXPECT_THAT(text, Not(HasSubstr(active)));
  }
  EXPECT_THAT(text, HasSubstr("900 cases judged in 61.5 s"));
}

TEST(CampaignReport, AnEmptyCampaignGivesValidReports) {
  const FolderOfTest folder;
  std::filesystem::create_directory(folder / "findings");
  const auto record = read_campaign(folder.path());
  ASSERT_TRUE(record) << record.error();
  EXPECT_TRUE(is_xml(folder, junit_text(*record)));
  const Json json = Json::parse(sarif_text(*record));
  EXPECT_EQ(json["runs"].at(0)["results"], Json::array());
  EXPECT_THAT(html_text(*record), HasSubstr("None."));
}

TEST(CampaignReport, SaysWhatCannotBeReadAndReportsTheRest) {
  const FolderOfTest folder;
  recorded(folder);
  write(folder / "summary.json", "{\"loader\": \"thumb");
  for (const auto& entry : std::filesystem::directory_iterator(folder / "findings")) {
    if (entry.path().extension() == ".tar") {
      std::filesystem::copy_file(entry.path(), folder / "findings/broken-x.tar");
      write(folder / "findings/broken-x.json", "[]");
    }
  }
  const auto record = read_campaign(folder.path());
  ASSERT_TRUE(record) << record.error();
  EXPECT_EQ(record->findings.size(), 1U);
  EXPECT_EQ(record->loader, "thumbnails");
  EXPECT_THAT(record->problems, ElementsAre(HasSubstr("summary.json"), HasSubstr("broken-x")));
  const std::string text = junit_text(*record);
  EXPECT_TRUE(is_xml(folder, text)) << text;
  EXPECT_THAT(text, HasSubstr("failures=\"1\""));
  EXPECT_THAT(text, HasSubstr("<system-err>"));
}

TEST(CampaignReport, RefusesAFolderThatIsNoCampaigns) {
  const FolderOfTest folder;
  EXPECT_THAT(read_campaign(folder.path()).error(), HasSubstr("found neither"));
  EXPECT_THAT(read_campaign(folder / "absent").error(), HasSubstr("expected the folder of a campaign"));
}

}  // namespace
}  // namespace proofload
