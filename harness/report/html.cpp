#include <fmt/format.h>

#include "report/campaign_report.hpp"
#include "report/clause_guide.hpp"
#include "report/finding_text.hpp"
#include "report/markup.hpp"

namespace proofload {
namespace {

/// Nothing is loaded and nothing runs, whatever a browser may find in the page.
constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font-size: .9em; overflow-wrap: anywhere; }
.broken { color: #a40000; font-weight: 600; }
.never { color: #777; }
section { border-left: 4px solid #a40000; padding-left: 1rem; margin: 1.5rem 0; }
</style>
)";

std::string figures(const CampaignRecord& record) {
  if (!record.seed) {
    return {};
  }
  return fmt::format(
      "<p>{} cases judged in {:.1f} s, {} edges of the loader covered, {} deaths of the target, seed {}; "
      "ended: {}.</p>\n",
      record.executions, static_cast<double>(record.milliseconds) / 1e3, record.coverage, record.deaths, *record.seed,
      marked_up(record.end));
}

std::string clauses(const CampaignRecord& record) {
  if (record.clauses.empty()) {
    return {};
  }
  std::string rows;
  for (const RecordedClause& row : record.clauses) {
    const char* state = row.broken > 0 ? "broken" : row.exercised > 0 ? "" : "never";
    rows += fmt::format(
        "<tr class=\"{}\"><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n", state,
        name(row.clause), marked_up(sentence(row.clause)), row.exercised, row.broken);
  }
  return "<h2>Clauses</h2>\n<table>\n<tr><th>clause</th><th>what a loader keeps</th><th>exercised</th><th>broken</th>"
         "</tr>\n" +
         rows + "</table>\n";
}

std::string faults(const CampaignRecord& record) {
  if (record.faults.empty()) {
    return {};
  }
  std::string rows;
  for (const RecordedFault& row : record.faults) {
    rows += fmt::format("<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                        marked_up(row.name), row.drawn, row.fired);
  }
  return "<h2>Faults</h2>\n<table>\n<tr><th>kind</th><th>cases that had it</th><th>loaders that met it</th></tr>\n" +
         rows + "</table>\n";
}

std::string findings(const CampaignRecord& record) {
  if (record.findings.empty()) {
    return "<h2>Findings</h2>\n<p>None.</p>\n";
  }
  std::string text = fmt::format("<h2>Findings: {}</h2>\n", record.findings.size());
  for (const RecordedFinding& found : record.findings) {
    const Clause clause = found.finding.signature.clause;
    text += fmt::format("<section>\n<h3>{}</h3>\n<p>{}</p>\n<table>\n", marked_up(describe(found.finding.signature)),
                        marked_up(sentence(clause)));
    for (const auto& [label, value] : fields_of(found.finding)) {
      text += fmt::format("<tr><th>{}</th><td><code>{}</code></td></tr>\n", label, marked_up(value));
    }
    text += fmt::format("</table>\n<p>{}</p>\n<p>{}</p>\n</section>\n", marked_up(guide(clause).matters),
                        marked_up(guide(clause).fix));
  }
  return text;
}

std::string problems(const CampaignRecord& record) {
  std::string rows;
  for (const std::string& problem : record.problems) {
    rows += fmt::format("<li>{}</li>\n", marked_up(problem));
  }
  return rows.empty() ? rows : "<h2>What could not be read</h2>\n<ul>\n" + rows + "</ul>\n";
}

}  // namespace

std::string html_text(const CampaignRecord& record) {
  const std::string loader = record.loader.empty() ? "a loader" : marked_up(record.loader);
  return fmt::format("{}<title>Proofload: {}</title>\n</head>\n<body>\n<h1>{}</h1>\n{}{}{}{}{}</body>\n</html>\n", head,
                     loader, loader, figures(record), findings(record), clauses(record), faults(record),
                     problems(record));
}

}  // namespace proofload
