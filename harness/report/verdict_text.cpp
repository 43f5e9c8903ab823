#include "report/verdict_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "report/printable.hpp"

namespace proofload {
namespace {

constexpr std::size_t shown_samples = 12;
constexpr std::size_t shown_becauses = 3;

void line(std::string& text, std::string_view label, const std::string& value) {
  if (!value.empty()) {
    text += fmt::format("    {:<9} {}\n", label, value);
  }
}

std::string place(const Because& because) {
  std::vector<std::string> parts;
  if (because.epoch) {
    parts.push_back(fmt::format("epoch {}", *because.epoch));
  }
  if (because.batch) {
    parts.push_back(fmt::format("batch {}", *because.batch));
  }
  if (because.row) {
    parts.push_back(fmt::format("row {}", *because.row));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string faults_text(const Verdict& verdict, const Case& value) {
  std::string text;
  for (std::size_t i = 0; i < value.faults.size(); ++i) {
    const bool known = i < verdict.fired.size();
    text += fmt::format("    {}{}\n", printable(describe(value.faults[i])),
                        known && verdict.fired[i] == 0 ? " (the loader did not meet it)" : "");
  }
  return text.empty() ? text : "  Faults of the case:\n" + text;
}

/// A line for each clause; those of one state and note share a line behind them.
std::string clauses_text(const Verdict& verdict) {
  std::string text;
  std::vector<std::pair<std::string, std::vector<Clause>>> alike;
  for (const Clause clause : all_clauses) {
    const Judgement& judgement = verdict[clause];
    if (judgement.note.empty()) {
      text += fmt::format("  {:<21} {}\n", name(clause), name(judgement.state));
      continue;
    }
    const std::string say = fmt::format("{}: {}", name(judgement.state), printable(judgement.note));
    auto place = std::ranges::find(alike, say, [](const auto& entry) { return entry.first; });
    if (place == alike.end()) {
      place = alike.insert(alike.end(), {say, {}});
    }
    place->second.push_back(clause);
  }
  for (const auto& [say, clauses] : alike) {
    std::vector<std::string_view> names;
    for (const Clause clause : clauses) {
      names.push_back(name(clause));
    }
    text += clauses.size() == 1 ? fmt::format("  {:<21} {}\n", names.front(), say)
                                : fmt::format("  {} clauses {}\n    {}\n", clauses.size(), say, fmt::join(names, ", "));
  }
  return text;
}

}  // namespace

std::string list_text(const std::vector<std::string>& names, std::size_t shown) {
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) {
    text += (i == 0 ? "" : ", ") + escape(names[i]);
  }
  return names.size() > shown ? text + fmt::format(" and {} more", names.size() - shown) : text;
}

std::string because_text(Clause clause, const Because& because) {
  std::string text = fmt::format("  {}: {}\n", name(clause), sentence(clause));
  line(text, "what", printable(because.what));
  line(text, because.samples.size() == 1 ? "sample" : "samples", list_text(because.samples, shown_samples));
  line(text, "where", place(because));
  line(text, "expected", printable(because.expected));
  line(text, "found", printable(because.found));
  line(text, "cause", printable(because.cause));
  line(text, "advice", printable(because.advice));
  return text;
}

std::string verdict_text(const Verdict& verdict, const Case& value, Detail detail, const std::string& replay) {
  std::string text;
  if (detail == Detail::every_clause) {
    text += clauses_text(verdict);
  }
  const std::vector<Clause> broken = verdict.broken();
  if (!broken.empty()) {
    text += text.empty() ? "" : "\n";
    for (const Clause clause : broken) {
      const std::vector<Because>& becauses = verdict[clause].because;
      for (std::size_t i = 0; i < std::min(shown_becauses, becauses.size()); ++i) {
        text += because_text(clause, becauses[i]);
      }
      if (becauses.size() > shown_becauses) {
        text += fmt::format("    … and {} more of this clause\n", becauses.size() - shown_becauses);
      }
    }
    text += faults_text(verdict, value);
    if (!replay.empty()) {
      text += fmt::format("  Replay: {}\n", replay);
    }
  }
  if (!verdict.tool_failure.empty()) {
    text += fmt::format("  The tester itself failed, which says nothing of the loader: {}\n",
                        printable(verdict.tool_failure));
  }
  return text;
}

}  // namespace proofload
