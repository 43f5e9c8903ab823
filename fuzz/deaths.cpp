#include "deaths.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "proofload/finding.hpp"
#include "proofload/generate.hpp"
#include "proofload/worker.hpp"

namespace proofload {
namespace {

/// The clause that a death would break if it could be repeated.
Clause clause_of(Death::Kind kind) {
  switch (kind) {
    case Death::Kind::crash:
      return Clause::memory_safe;
    case Death::Kind::hang:
      return Clause::live;
    case Death::Kind::memory:
      return Clause::memory_bounded;
  }
  return Clause::memory_safe;
}

std::string_view text_of(std::span<const std::byte> bytes) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Because died_once(const Death& death, const std::string& kept) {
  Because because;
  because.cause = fmt::format("{}-once", name(death.kind));
  because.what =
      fmt::format("the fuzz target died by a {} at this case, after other cases; alone it does not", name(death.kind));
  because.expected = "the same result whatever was loaded before in the process";
  because.found = death.last_words;
  because.advice = fmt::format(
      "look for state that outlives a loader (globals, statics, caches, threads); {}.log has what was printed", kept);
  return because;
}

}  // namespace

std::string_view name(Death::Kind kind) {
  switch (kind) {
    case Death::Kind::crash:
      return "crash";
    case Death::Kind::hang:
      return "hang";
    case Death::Kind::memory:
      return "memory";
  }
  return "crash";
}

Deaths::Outcome Deaths::judge(const Death& death) {
  const auto seen = smallest_.find(death.last_words);
  if (!death.last_words.empty() && seen != smallest_.end() && death.input.size() >= seen->second - seen->second / 4) {
    return {Outcome::What::repeated, {}, {}};
  }
  Case value = fit_generated(read_case(death.input).value, loader_.declaration);
  value.loader = loader_.name;
  // A fresh one for each, so that it knows nothing of earlier cases.
  const Verdict verdict = Worker(loader_).check(value);
  if (!verdict.tool_failure.empty()) {
    const std::string kept = folder_.keep_death(name(death.kind), text_of(death.input), death.printed);
    return {Outcome::What::tool, fmt::format("{} (the case: {}.input)", verdict.tool_failure, kept), {}};
  }
  std::vector<Finding> findings;
  for (const Signature& signature : signatures(verdict)) {
    findings.push_back({signature, loader_.name, {}, value, verdict[signature.clause].because.front(), {}});
  }
  bool dies_again = false;
  for (const Clause clause : {Clause::memory_safe, Clause::live, Clause::memory_bounded}) {
    dies_again = dies_again || verdict[clause].state == Judgement::State::broken;
  }
  // A slow case is no finding: `live` is judged by evidence, and the worker found none.
  if (!dies_again && findings.empty() && death.kind == Death::Kind::hang) {
    folder_.keep_death("slow", text_of(death.input), death.printed);
    return {Outcome::What::repeated, {}, {}};
  }
  const std::string kept = folder_.keep_death(name(death.kind), text_of(death.input), death.printed);
  if (!dies_again && death.kind != Death::Kind::hang) {
    Because because = died_once(death, kept);
    const Signature signature{clause_of(death.kind), because.cause};
    findings.push_back({signature, loader_.name, {}, value, std::move(because), {}});
  } else if (dies_again && !death.last_words.empty()) {
    smallest_[death.last_words] = death.input.size();
  }
  Outcome outcome;
  for (const Finding& finding : findings) {
    if (const auto stored = write_finding(folder_.findings(), finding); !stored) {
      return {Outcome::What::no_storage, stored.error(), {}};
    }
    outcome.signatures.push_back(finding.signature);
  }
  return outcome;
}

}  // namespace proofload
