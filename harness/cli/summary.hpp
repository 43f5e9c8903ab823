/// What a campaign and a property run have in common to show at their end: clauses, faults, findings.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "proofload/clause.hpp"
#include "proofload/fault.hpp"
#include "proofload/verdict.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {

struct ClauseRow {
  Clause clause = Clause::declared_shape;
  std::uint64_t kept = 0;
  std::uint64_t broken = 0;
  std::uint64_t could_not_tell = 0;
  std::uint64_t not_exercised = 0;
  std::uint64_t not_applicable = 0;
  std::string note;

  [[nodiscard]] std::uint64_t exercised() const { return kept + broken; }
};

struct FaultRow {
  FaultKind kind = FaultKind::missing_path;
  std::uint64_t drawn = 0;
  std::uint64_t fired = 0;
};

/// One row for each clause and kind of fault, from tallies in the order of the enumerators.
template <class Tally>
ClauseRow clause_row(Clause clause, const Tally& tally, std::string note) {
  return {clause,         tally.kept, tally.broken, tally.could_not_tell, tally.not_exercised, tally.not_applicable,
          std::move(note)};
}

template <class Tallies>
std::vector<FaultRow> fault_rows(const Tallies& tallies) {
  std::vector<FaultRow> rows;
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    rows.push_back({static_cast<FaultKind>(i), tallies[i].drawn, tallies[i].fired});
  }
  return rows;
}

/// A table: how often each clause was exercised, kept and broken. Clauses that were never applicable come last, with
/// the reason.
std::string clauses_text(std::span<const ClauseRow> rows);
Json clauses_json(std::span<const ClauseRow> rows);

/// A table: in how many cases each kind of fault was, and in how many the loader met it.
std::string faults_text(std::span<const FaultRow> rows);
Json faults_json(std::span<const FaultRow> rows);

}  // namespace proofload::cli
