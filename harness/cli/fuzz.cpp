#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "cli/find_loader.hpp"
#include "cli/fuzz_target.hpp"
#include "cli/output.hpp"
#include "cli/progress_line.hpp"
#include "cli/quantity.hpp"
#include "cli/summary.hpp"
#include "cli/verbs.hpp"
#include "proofload/campaign.hpp"
#include "proofload/check.hpp"
#include "proofload/finding.hpp"
#include "proofload/worker.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"
#include "report/verdict_text.hpp"

namespace proofload::cli {
namespace {

namespace fs = std::filesystem;

/// What is wrong with the request, or nothing.
std::string objection(const FuzzRequest& request) {
  std::error_code error;
  for (const std::string& corpus : request.corpora) {
    if (!fs::is_directory(corpus, error)) {
      return fmt::format("--corpus {}: expected a folder with cases or raw files{}", printable(corpus),
                         error ? ": " + error.message() : "");
    }
  }
  if (!request.dictionary.empty() && !fs::is_regular_file(request.dictionary, error)) {
    return fmt::format("--dict {}: expected a libFuzzer dictionary", printable(request.dictionary));
  }
  return {};
}

std::string progress_text(const CampaignProgress& progress) {
  std::size_t judged = 0;
  std::optional<Clause> least;
  const auto times = [&](Clause clause) { return progress.clauses[static_cast<std::size_t>(clause)].exercised(); };
  for (const Clause clause : all_clauses) {
    if (times(clause) > 0) {
      ++judged;
      least = least && times(*least) <= times(clause) ? least : clause;
    }
  }
  // The narrower the terminal, the more is cut off at the end.
  return fmt::format("{} left  {} cases  {}/s  {} {}  coverage {}  {} clauses judged{}  corpus {}{}",
                     show(progress.left), show(progress.executions),
                     show(static_cast<std::uint64_t>(std::max(progress.per_second, 0.0))), progress.findings.size(),
                     progress.findings.size() == 1 ? "finding" : "findings", show(progress.coverage), judged,
                     least ? fmt::format(", least {} ({})", name(*least), show(times(*least))) : "",
                     show(progress.corpus), progress.deaths == 0 ? "" : fmt::format("  {} deaths", progress.deaths));
}

/// Why clauses are not applicable: what the oracles say of a plain case.
Verdict reasons(const RegisteredLoader& loader) {
  Case plain = fit(read_case({}).value, loader.declaration);
  plain.loader = loader.name;
  return Worker(loader).check(plain);
}

std::vector<ClauseRow> clause_rows(const CampaignSummary& summary, const RegisteredLoader& loader) {
  const Verdict plain = reasons(loader);
  std::vector<ClauseRow> rows;
  for (const Clause clause : all_clauses) {
    const ClauseTally& tally = summary.clauses[static_cast<std::size_t>(clause)];
    rows.push_back(clause_row(clause, tally, tally.exercised() > 0 ? "" : plain[clause].note));
  }
  return rows;
}

std::string finding_text(const CampaignFinding& found) {
  std::string text =
      fmt::format("\n{}{}\n", printable(describe(found.signature)),
                  found.standing == CampaignFinding::Standing::known ? " (was found before this run)" : "");
  if (const auto finding = read_finding(found.path)) {
    text += because_text(finding->signature.clause, finding->because);
    for (const Fault& fault : finding->value.faults) {
      text += fmt::format("    fault     {}\n", printable(describe(fault)));
    }
    text += fmt::format("    case      {}\n", printable(describe(finding->value)));
  } else {
    text += fmt::format("    what      {}\n", printable(found.what));
  }
  return text + fmt::format("    replay    {}\n", replay_line(found.path));
}

/// Whether more time of the same would bring more.
std::string flatness_text(const CampaignSummary& summary) {
  constexpr std::chrono::milliseconds soon{10'000};
  if (summary.flat < soon || summary.flat * 2 < summary.elapsed) {
    return {};
  }
  return fmt::format(
      "\nNo edge of the loader was new for the last {} of {}. More time will find little that is new; further cases to "
      "begin with (--corpus), or what the loader does not declare yet, may.\n",
      show(summary.flat), show(summary.elapsed));
}

std::string summary_text(const CampaignSummary& summary, const std::vector<ClauseRow>& rows,
                         const FuzzRequest& request) {
  std::string text = fmt::format(
      "{}: {} cases judged in {} ({}/s), coverage {}, corpus {}, {} {} of the target, seed {}\n\n{}\n{}",
      request.loader, show(summary.executions), show(summary.elapsed),
      show(summary.executions * 1000 / std::max<std::uint64_t>(static_cast<std::uint64_t>(summary.elapsed.count()), 1)),
      show(summary.coverage), show(summary.corpus), summary.deaths, summary.deaths == 1 ? "death" : "deaths",
      request.seed, clauses_text(rows), faults_text(fault_rows(summary.faults)));
  text += flatness_text(summary);
  if (summary.findings.empty()) {
    return text + "\nNo finding.\n";
  }
  text += fmt::format("\n{} {} in {}\n", summary.findings.size(), summary.findings.size() == 1 ? "finding" : "findings",
                      printable(fs::path(summary.findings.front().path).parent_path().string()));
  for (const CampaignFinding& found : summary.findings) {
    text += finding_text(found);
  }
  return text;
}

Json summary_json(const CampaignSummary& summary, const std::vector<ClauseRow>& rows, const FuzzRequest& request) {
  constexpr std::array<std::string_view, 6> ends = {"time", "flat", "finding", "interrupted", "target", "storage"};
  Json json;
  json["loader"] = request.loader;
  json["seed"] = request.seed;
  json["end"] = ends[static_cast<std::size_t>(summary.end)];
  json["seconds"] = static_cast<double>(summary.elapsed.count()) / 1e3;
  json["executions"] = summary.executions;
  json["coverage"] = summary.coverage;
  json["flat_seconds"] = static_cast<double>(summary.flat.count()) / 1e3;
  json["features"] = summary.features;
  json["corpus"] = summary.corpus;
  json["deaths"] = summary.deaths;
  json["clauses"] = clauses_json(rows);
  json["faults"] = faults_json(fault_rows(summary.faults));
  Json findings = Json::array();
  for (const CampaignFinding& found : summary.findings) {
    Json entry;
    entry["signature"] = printable(describe(found.signature));
    entry["clause"] = name(found.signature.clause);
    entry["path"] = printable(found.path);
    entry["known"] = found.standing == CampaignFinding::Standing::known;
    entry["files"] = found.files;
    entry["replay"] = replay_line(found.path);
    if (const auto finding = read_finding(found.path)) {
      entry["because"] = json_of(finding->because);
    }
    findings.push_back(std::move(entry));
  }
  json["findings"] = std::move(findings);
  Json failures = Json::array();
  for (const std::string& failure : summary.tool_failures) {
    failures.push_back(printable(failure));
  }
  json["tool_failures"] = std::move(failures);
  return json;
}

}  // namespace

ExitCode fuzz(const FuzzRequest& request) {
  const RegisteredLoader* loader = find_loader(request.loader);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  if (const std::string wrong = objection(request); !wrong.empty()) {
    complain(wrong);
    return ExitCode::usage;
  }
  CampaignPlan plan;
  plan.loader = loader->name;
  plan.target = fuzz_target_of(loader->name);
  plan.folder = request.folder.empty() ? "findings/" + loader->name : request.folder;
  plan.duration = request.duration;
  plan.runs = request.runs;
  plan.flat = request.flat;
  plan.until = request.until == FuzzRequest::Until::finding ? CampaignPlan::Until::finding : CampaignPlan::Until::over;
  plan.seed = request.seed;
  plan.corpora = request.corpora;
  plan.dictionary = request.dictionary;
  plan.jobs = request.jobs;
  plan.memory = request.memory != 0 ? request.memory : plan.memory;
  if (!request.until_clause.empty()) {
    plan.until_clause = clause_named(request.until_clause);
    if (!plan.until_clause) {
      complain(
          fmt::format("--first {}: there is no such clause; see `proofload explain`", printable(request.until_clause)));
      return ExitCode::usage;
    }
  }
  std::error_code error;
  if (!fs::is_regular_file(plan.target, error)) {
    complain(no_fuzz_target(loader->name));
    return ExitCode::usage;
  }
  const auto summary = [&] {
    ProgressLine line;
    return run_campaign(plan, [&](const CampaignProgress& progress) { line.show(progress_text(progress)); });
  }();
  if (!summary) {
    complain(printable(summary.error()));
    return ExitCode::usage;
  }
  const std::vector<ClauseRow> rows = clause_rows(*summary, *loader);
  put(request.format == Format::json ? text_of(summary_json(*summary, rows, request))
                                     : summary_text(*summary, rows, request));
  for (const std::string& failure : summary->tool_failures) {
    complain(fmt::format("the tester itself: {}", printable(failure)));
  }
  const bool stopped = summary->end == CampaignSummary::End::target || summary->end == CampaignSummary::End::storage;
  if (stopped) {
    return ExitCode::failure;
  }
  return summary->findings.empty() ? ExitCode::well : ExitCode::broken;
}

}  // namespace proofload::cli
