#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "cli/find_loader.hpp"
#include "cli/output.hpp"
#include "cli/progress_line.hpp"
#include "cli/quantity.hpp"
#include "cli/summary.hpp"
#include "cli/verbs.hpp"
#include "proofload/properties.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"
#include "report/verdict_text.hpp"

namespace proofload::cli {
namespace {

std::vector<ClauseRow> clause_rows(const PropertyRun& run) {
  std::vector<ClauseRow> rows;
  for (const Clause clause : all_clauses) {
    const ClauseCount& count = run.clauses[static_cast<std::size_t>(clause)];
    rows.push_back(clause_row(clause, count, count.note));
  }
  return rows;
}

/// One line for each property, as a sentence.
std::string properties_text(const PropertyRun& run, const RegisteredLoader& loader) {
  std::string text;
  for (const Clause clause : all_clauses) {
    const ClauseCount& count = run.clauses[static_cast<std::size_t>(clause)];
    if (!count.declared()) {
      continue;
    }
    const std::string_view state = count.broken > 0 ? "BROKEN" : count.kept > 0 ? "kept" : "open";
    const std::string times = count.broken > 0 ? fmt::format("{} of {}", show(count.broken), show(count.exercised()))
                              : count.kept > 0 ? show(count.kept)
                                               : "never exercised";
    text += fmt::format("  {:<6}  {} ({})\n", state, property_sentence(loader, clause), times);
  }
  return text;
}

std::string finding_text(const PropertyFinding& found) {
  const Finding& finding = found.finding;
  std::string text = fmt::format("\n{}\n{}", printable(describe(finding.signature)),
                                 because_text(finding.signature.clause, finding.because));
  for (const Fault& fault : finding.value.faults) {
    text += fmt::format("    fault     {}\n", printable(describe(fault)));
  }
  text += fmt::format("    case      {}\n", printable(describe(finding.value)));
  if (found.standing == PropertyFinding::Standing::unstable) {
    text += "    note      it did not show again when its case ran alone: it depends on earlier cases, or on chance\n";
  }
  return text + fmt::format("    replay    {}\n", found.path.empty() ? "not stored" : finding.replay);
}

std::string run_text(const PropertyRun& run, const RegisteredLoader& loader, const TestRequest& request) {
  std::string text =
      fmt::format("{}: {} cases judged{} in {}, seed {}{}\n\n{}\n{}\n{}", loader.name, show(run.cases),
                  run.swept == 0 ? "" : fmt::format(", and {} with the nth failure of a call", show(run.swept)),
                  show(run.elapsed), request.seed, run.end == PropertyRun::End::time ? ", ended by its time" : "",
                  properties_text(run, loader), clauses_text(clause_rows(run)), faults_text(fault_rows(run.faults)));
  for (const Clause clause : run.never_exercised) {
    text += fmt::format("\n{} is declared, but no case exercised it{}: nothing is known of it\n", name(clause),
                        run.clauses[static_cast<std::size_t>(clause)].note.empty()
                            ? ""
                            : " (" + printable(run.clauses[static_cast<std::size_t>(clause)].note) + ")");
  }
  if (run.findings.empty()) {
    return text + "\nNo finding.\n";
  }
  text += fmt::format("\n{} {}\n", run.findings.size(), run.findings.size() == 1 ? "finding" : "findings");
  for (const PropertyFinding& found : run.findings) {
    text += finding_text(found);
  }
  return text;
}

Json run_json(const PropertyRun& run, const RegisteredLoader& loader, const TestRequest& request) {
  constexpr std::array<std::string_view, 3> ends = {"cases", "time", "failure"};
  Json json;
  json["loader"] = loader.name;
  json["seed"] = request.seed;
  json["cases"] = run.cases;
  json["swept"] = run.swept;
  json["end"] = ends[static_cast<std::size_t>(run.end)];
  json["seconds"] = static_cast<double>(run.elapsed.count()) / 1e3;
  json["clauses"] = clauses_json(clause_rows(run));
  json["faults"] = faults_json(fault_rows(run.faults));
  Json never = Json::array();
  for (const Clause clause : run.never_exercised) {
    never.push_back(name(clause));
  }
  json["never_exercised"] = std::move(never);
  Json findings = Json::array();
  for (const PropertyFinding& found : run.findings) {
    Json entry;
    entry["signature"] = printable(describe(found.finding.signature));
    entry["clause"] = name(found.finding.signature.clause);
    entry["path"] = printable(found.path);
    entry["replay"] = found.path.empty() ? "" : found.finding.replay;
    entry["stable"] = found.standing == PropertyFinding::Standing::confirmed;
    entry["tries"] = found.tries;
    entry["because"] = json_of(found.finding.because);
    entry["case"] = json_of(found.finding.value);
    findings.push_back(std::move(entry));
  }
  json["findings"] = std::move(findings);
  Json failures = Json::array();
  for (const std::string& failure : run.tool_failures) {
    failures.push_back(printable(failure));
  }
  json["tool_failures"] = std::move(failures);
  return json;
}

}  // namespace

ExitCode test(const TestRequest& request) {
  const RegisteredLoader* loader = find_loader(request.loader);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  PropertyPlan plan;
  plan.cases = request.cases;
  plan.seed = request.seed;
  plan.duration = request.duration;
  plan.folder = (request.folder.empty() ? "findings/" + loader->name : request.folder) + "/findings";
  plan.limits.memory = request.memory != 0 ? request.memory : plan.limits.memory;
  std::error_code error;
  std::filesystem::create_directories(plan.folder, error);
  if (error) {
    complain(fmt::format("cannot make folder {} for findings: {}", printable(plan.folder), error.message()));
    return ExitCode::usage;
  }
  const PropertyRun run = [&] {
    ProgressLine line;
    return run_properties(*loader, plan, [&](const PropertyRun& now) {
      line.show(fmt::format("{} of {} cases  {}  {} {}", show(now.cases), show(plan.cases), show(now.elapsed),
                            now.findings.size(), now.findings.size() == 1 ? "finding" : "findings"));
    });
  }();
  put(request.format == Format::json ? text_of(run_json(run, *loader, request)) : run_text(run, *loader, request));
  for (const std::string& failure : run.tool_failures) {
    complain(fmt::format("the tester itself: {}", printable(failure)));
  }
  if (!run.tool_failures.empty()) {
    return ExitCode::failure;
  }
  return run.findings.empty() && run.never_exercised.empty() ? ExitCode::well : ExitCode::broken;
}

}  // namespace proofload::cli
