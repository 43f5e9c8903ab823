#include <fmt/format.h>

#include <map>
#include <vector>

#include "report/campaign_report.hpp"
#include "report/finding_text.hpp"
#include "report/markup.hpp"

namespace proofload {
namespace {

/// What is known of one clause.
struct Row {
  std::uint64_t exercised = 0;
  std::uint64_t broken = 0;
  std::vector<const Finding*> findings;

  [[nodiscard]] bool fails() const { return broken > 0 || !findings.empty(); }
};

std::map<Clause, Row> rows_of(const CampaignRecord& record) {
  std::map<Clause, Row> rows;
  for (const RecordedClause& clause : record.clauses) {
    rows[clause.clause] = {clause.exercised, clause.broken, {}};
  }
  for (const RecordedFinding& found : record.findings) {
    rows[found.finding.signature.clause].findings.push_back(&found.finding);
  }
  return rows;
}

std::string failure(const Row& row) {
  std::string message = fmt::format("broken in {} of {} cases", row.broken, row.exercised);
  std::string type = "broken";
  std::string text;
  for (const Finding* finding : row.findings) {
    if (text.empty()) {
      message = finding->because.what;
      type = describe(finding->signature);
    }
    for (const auto& [label, value] : fields_of(*finding)) {
      text += fmt::format("{:<9} {}\n", label, marked_up(value));
    }
    text += "\n";
  }
  return fmt::format("      <failure message=\"{}\" type=\"{}\">{}</failure>\n", marked_up(message), marked_up(type),
                     text);
}

}  // namespace

std::string junit_text(const CampaignRecord& record) {
  const std::map<Clause, Row> rows = rows_of(record);
  const std::string loader = marked_up(record.loader);
  std::size_t failures = 0;
  std::size_t skipped = 0;
  std::string cases;
  for (const auto& [clause, row] : rows) {
    cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", loader, name(clause));
    if (row.fails()) {
      ++failures;
      cases += fmt::format(">\n{}    </testcase>\n", failure(row));
    } else if (row.exercised == 0) {
      ++skipped;
      cases += ">\n      <skipped message=\"never exercised\"/>\n    </testcase>\n";
    } else {
      cases += "/>\n";
    }
  }
  std::string problems;
  for (const std::string& problem : record.problems) {
    problems += marked_up(problem) + "\n";
  }
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{:.3f}\"", rows.size(), failures,
                  skipped, static_cast<double>(record.milliseconds) / 1e3);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"proofload\" {}>\n  <testsuite "
      "name=\"proofload.{}\" "
      "{}>\n{}{}  </testsuite>\n</testsuites>\n",
      counts, loader, counts, cases,
      problems.empty() ? "" : fmt::format("    <system-err>{}</system-err>\n", problems));
}

}  // namespace proofload
