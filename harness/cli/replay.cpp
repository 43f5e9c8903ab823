#include <fmt/format.h>

#include <algorithm>

#include "cli/find_loader.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "proofload/finding.hpp"
#include "proofload/worker.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"
#include "report/verdict_text.hpp"

namespace proofload::cli {
namespace {

enum class Outcome : std::uint8_t {
  reproduces,
  other_cause,  ///< the clause is still broken, but not for the cause that was found
  gone,
  unclear,  ///< the tester could not tell this time
};

Outcome outcome_of(const Verdict& verdict, const Signature& signature) {
  const Judgement& judgement = verdict[signature.clause];
  if (judgement.state == Judgement::State::broken) {
    const bool same = std::ranges::any_of(judgement.because,
                                          [&](const Because& because) { return because.cause == signature.cause; });
    return same ? Outcome::reproduces : Outcome::other_cause;
  }
  const bool unclear = !verdict.tool_failure.empty() || judgement.state == Judgement::State::could_not_tell;
  return unclear ? Outcome::unclear : Outcome::gone;
}

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::reproduces:
      return "reproduces";
    case Outcome::other_cause:
      return "broken-for-another-cause";
    case Outcome::gone:
      return "no-longer-reproduces";
    case Outcome::unclear:
      return "could-not-tell";
  }
  return "?";
}

std::string sentence_of(Outcome outcome, const Signature& signature) {
  const std::string what = printable(describe(signature));
  switch (outcome) {
    case Outcome::reproduces:
      return fmt::format("It reproduces: {}.", what);
    case Outcome::other_cause:
      return fmt::format("{} does not reproduce, but its clause is broken for another cause.", what);
    case Outcome::gone:
      return fmt::format("It no longer reproduces: {}.", what);
    case Outcome::unclear:
      return fmt::format("Could not tell whether it reproduces: {}.", what);
  }
  return "?";
}

ExitCode code_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::reproduces:
    case Outcome::other_cause:
      return ExitCode::broken;
    case Outcome::gone:
      return ExitCode::well;
    case Outcome::unclear:
      return ExitCode::failure;
  }
  return ExitCode::failure;
}

}  // namespace

ExitCode replay(const ReplayRequest& request) {
  const auto finding = read_finding(request.finding);
  if (!finding) {
    complain(finding.error());
    return ExitCode::usage;
  }
  const RegisteredLoader* loader = find_loader(finding->loader);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  WorkerLimits limits;
  limits.memory = request.memory != 0 ? request.memory : limits.memory;
  Worker worker(*loader, limits);
  const Verdict verdict = worker.check(finding->value);
  const Outcome outcome = outcome_of(verdict, finding->signature);
  if (request.format == Format::json) {
    Json json;
    json["finding"] = printable(request.finding);
    json["loader"] = loader->name;
    json["signature"] = printable(describe(finding->signature));
    json["outcome"] = name(outcome);
    json["verdict"] = json_of(verdict, finding->value);
    put(text_of(json));
    return code_of(outcome);
  }
  put(fmt::format("{} on {}\n{}\n", loader->name, describe(finding->value), sentence_of(outcome, finding->signature)));
  if (outcome == Outcome::gone && !verdict.broken().empty()) {
    put("Other clauses are broken by this case:\n");
  }
  put(verdict_text(verdict, finding->value, Detail::broken_only, finding->replay));
  if (outcome == Outcome::unclear) {
    put(fmt::format("  {}\n", printable(verdict[finding->signature.clause].note)));
  }
  return code_of(outcome);
}

}  // namespace proofload::cli
