/// The clause table says of each loader which clauses are judged on it, and why the others are not.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "proofload/clause.hpp"
#include "proofload/registry.hpp"

namespace proofload::cli {

struct ClauseStanding {
  enum class State : std::uint8_t {
    judged,
    broken,          ///< judged, and a case broke it
    not_applicable,  ///< `reason` says what to declare, or why it cannot apply
    not_yet,         ///< this version judges it on no loader
  };
  Clause clause = Clause::declared_shape;
  State state = State::not_yet;
  std::string reason;
};

std::string_view name(ClauseStanding::State state);

/// One for each clause, in the order of the contract. Found by judging some generated cases in a process of its own, so
/// it says what is done, not what is hoped for.
std::vector<ClauseStanding> clause_standings(const RegisteredLoader& loader);

struct LoaderStandings {
  std::string loader;
  std::vector<ClauseStanding> clauses;
};

/// A row for each clause and a column for each loader; the reasons below, numbered.
std::string clause_table_text(std::span<const LoaderStandings> loaders);

}  // namespace proofload::cli
