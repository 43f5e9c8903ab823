#include "cli/summary.hpp"

#include <fmt/format.h>

#include "cli/quantity.hpp"
#include "report/printable.hpp"

namespace proofload::cli {
namespace {

/// Some case could have exercised the clause. A case whose run died says of no clause that it is not applicable.
bool was_open(const ClauseRow& row) {
  return row.exercised() > 0 || row.could_not_tell + row.not_exercised > row.not_applicable;
}

std::string remark(const ClauseRow& row) {
  if (row.exercised() == 0) {
    const std::string why = row.could_not_tell > 0 ? "could not tell" : "never exercised";
    return row.note.empty() ? why : fmt::format("{}: {}", why, printable(row.note));
  }
  return row.could_not_tell > 0 ? fmt::format("{} could not tell: {}", show(row.could_not_tell), printable(row.note))
                                : "";
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string clauses_text(std::span<const ClauseRow> rows) {
  std::string text = fmt::format("  {:<21} {:>11} {:>11} {:>9}\n", "clause", "exercised", "kept", "broken");
  std::string closed;
  for (const ClauseRow& row : rows) {
    if (was_open(row)) {
      text += trimmed(fmt::format("  {:<21} {:>11} {:>11} {:>9}  {}", name(row.clause), show(row.exercised()),
                                  show(row.kept), show(row.broken), remark(row)));
    } else {
      closed += trimmed(fmt::format("  {:<21} not applicable{}{}", name(row.clause), row.note.empty() ? "" : ": ",
                                    printable(row.note)));
    }
  }
  return text + closed;
}

Json clauses_json(std::span<const ClauseRow> rows) {
  Json json;
  for (const ClauseRow& row : rows) {
    Json entry = {{"exercised", row.exercised()},
                  {"kept", row.kept},
                  {"broken", row.broken},
                  {"could_not_tell", row.could_not_tell},
                  {"not_exercised", row.not_exercised},
                  {"not_applicable", row.not_applicable}};
    if (!row.note.empty()) {
      entry["note"] = printable(row.note);
    }
    json[std::string(name(row.clause))] = std::move(entry);
  }
  return json;
}

std::string faults_text(std::span<const FaultRow> rows) {
  std::string text = fmt::format("  {:<16} {:>11} {:>11}\n", "fault", "in cases", "met");
  for (const FaultRow& row : rows) {
    text += fmt::format("  {:<16} {:>11} {:>11}\n", name(row.kind), show(row.drawn), show(row.fired));
  }
  return text;
}

Json faults_json(std::span<const FaultRow> rows) {
  Json json;
  for (const FaultRow& row : rows) {
    json[std::string(name(row.kind))] = {{"drawn", row.drawn}, {"fired", row.fired}};
  }
  return json;
}

}  // namespace proofload::cli
