/// A swarm is which kinds of fault are drawn for a stretch of cases: mostly a random half of them.
///
/// Kinds that end an epoch early hide what the others would show. In a case of all kinds they do so every time; where
/// they are left out for a while, the others come to their effect, also several at once (Groce et al., "Swarm testing",
/// ISSTA 2012).
#pragma once

#include <bitset>
#include <vector>

#include "proofload/fault.hpp"
#include "proofload/random.hpp"

namespace proofload {

class Swarm {
 public:
  /// All kinds.
  Swarm() { kinds_.set(); }

  /// A random half, or all in one of four; equal seeds give equal swarms.
  explicit Swarm(Random& random);

  [[nodiscard]] bool draws(FaultKind kind) const { return kinds_[static_cast<std::size_t>(kind)]; }

  /// Those of the kinds that are drawn; all of them when none is.
  [[nodiscard]] std::vector<FaultKind> among(const std::vector<FaultKind>& kinds) const;

 private:
  std::bitset<fault_kind_count> kinds_;
};

}  // namespace proofload
