/// A verdict is, clause by clause, whether one case was kept, with a because that a person can act on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/clause.hpp"

namespace proofload {

/// Why a clause is broken. Values, ids, files and batches are fields, not prose.
struct Because {
  std::string cause;                   ///< short and stable, part of the signature: "label-of-another-sample"
  std::string what;                    ///< one sentence
  std::vector<std::string> samples;    ///< paths of exactly the culprits, in the dataset's order; unescaped
  std::optional<std::uint64_t> epoch;  ///< where it shows first
  std::optional<std::uint64_t> batch;
  std::optional<std::uint64_t> row;
  std::string expected;
  std::string found;
  std::string advice;  ///< what to do

  bool operator==(const Because&) const = default;
};

struct Judgement {
  enum class State : std::uint8_t {
    not_applicable,  ///< not declared; `note` says what declaring would add
    not_exercised,   ///< the clause's premise did not occur
    could_not_tell,  ///< the tester's own limits; `note` says which
    kept,
    broken,
  };
  State state = State::not_applicable;
  std::string note;
  std::vector<Because> because;  ///< when broken, at least one; the first is the one to show

  bool operator==(const Judgement&) const = default;
};

std::string_view name(Judgement::State state);

struct Verdict {
  std::array<Judgement, clause_count> judgements;
  std::vector<std::uint64_t> fired;  ///< for each fault of the case
  std::uint64_t loader_nanoseconds = 0;
  std::uint64_t total_nanoseconds = 0;
  std::string tool_failure;  ///< the tester itself failed: nothing is said of the loader

  Judgement& operator[](Clause clause) { return judgements[static_cast<std::size_t>(clause)]; }
  const Judgement& operator[](Clause clause) const { return judgements[static_cast<std::size_t>(clause)]; }

  [[nodiscard]] std::vector<Clause> broken() const;
};

/// What makes two findings the same bug: the clause and the cause of its first because.
struct Signature {
  Clause clause = Clause::declared_shape;
  std::string cause;

  auto operator<=>(const Signature&) const = default;
};

/// "honest-errors/unreported"
std::string describe(const Signature& signature);

/// One for each broken clause, in the order of the contract.
std::vector<Signature> signatures(const Verdict& verdict);

}  // namespace proofload
