#include "cli/clause_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "oracles/oracle.hpp"
#include "proofload/generate.hpp"
#include "proofload/worker.hpp"
#include "report/printable.hpp"

namespace proofload::cli {
namespace {

using State = ClauseStanding::State;

// A clause is judged, or not, by what is declared, and hardly by the case.
constexpr int cases = 24;
constexpr std::size_t loaders_abreast = 5;

bool is_judged_anywhere(Clause clause) {
  return std::ranges::find(oracles(), clause, &Oracle::clause) != oracles().end();
}

void take(ClauseStanding& standing, const Judgement& judgement) {
  if (judgement.state == Judgement::State::broken) {
    standing.state = State::broken;
  } else if (judgement.state == Judgement::State::not_applicable) {
    standing.reason = standing.reason.empty() ? judgement.note : standing.reason;
  } else if (judgement.state == Judgement::State::kept && standing.state == State::not_applicable) {
    standing.state = State::judged;
  }
}

/// A block of columns, with the reasons that it needs.
std::string block_text(std::span<const LoaderStandings> loaders) {
  std::vector<std::string> reasons;
  const auto cell = [&](const ClauseStanding& standing) {
    if (standing.state != State::not_applicable || standing.reason.empty()) {
      return std::string(name(standing.state));
    }
    auto found = std::ranges::find(reasons, standing.reason);
    if (found == reasons.end()) {
      reasons.push_back(standing.reason);
      found = reasons.end() - 1;
    }
    return fmt::format("- [{}]", found - reasons.begin() + 1);
  };
  std::string text = fmt::format("{:<22}", "clause");
  const auto put = [&](std::string_view what, const LoaderStandings& column) {
    fmt::format_to(std::back_inserter(text), "  {:<{}}", what, std::max<std::size_t>(column.loader.size(), 8));
  };
  const auto end_line = [&] {
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  };
  for (const LoaderStandings& loader : loaders) {
    put(printable(loader.loader), loader);
  }
  end_line();
  for (std::size_t i = 0; i < clause_count; ++i) {
    fmt::format_to(std::back_inserter(text), "{:<22}", name(all_clauses[i]));
    for (const LoaderStandings& loader : loaders) {
      put(cell(loader.clauses[i]), loader);
    }
    end_line();
  }
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    text += fmt::format("{}  [{}] not applicable: {}\n", i == 0 ? "\n" : "", i + 1, printable(reasons[i]));
  }
  return text;
}

}  // namespace

std::string_view name(State state) {
  constexpr std::array<std::string_view, 4> names = {"judged", "BROKEN", "not applicable", "not yet"};
  return names[static_cast<std::size_t>(state)];
}

std::vector<ClauseStanding> clause_standings(const RegisteredLoader& loader) {
  std::vector<ClauseStanding> standings;
  for (const Clause clause : all_clauses) {
    standings.push_back({clause, is_judged_anywhere(clause) ? State::not_applicable : State::not_yet, ""});
  }
  Worker worker(loader);
  Random random(1);
  for (int i = 0; i < cases; ++i) {
    const Verdict verdict = worker.check(random_case(random, loader));
    for (ClauseStanding& standing : standings) {
      if (standing.state != State::not_yet) {
        take(standing, verdict[standing.clause]);
      }
    }
  }
  for (ClauseStanding& standing : standings) {  // what no case says not to apply is judged, however seldom
    if (standing.state == State::not_applicable && standing.reason.empty()) {
      standing.state = State::judged;
    }
  }
  return standings;
}

std::string clause_table_text(std::span<const LoaderStandings> loaders) {
  std::string text;
  for (std::size_t first = 0; first < loaders.size(); first += loaders_abreast) {
    text += text.empty() ? "" : "\n";
    text += block_text(loaders.subspan(first, std::min(loaders_abreast, loaders.size() - first)));
  }
  return text;
}

}  // namespace proofload::cli
