#include "proofload/swarm.hpp"

#include <algorithm>
#include <iterator>

namespace proofload {

Swarm::Swarm(Random& random) {
  const bool all = random.one_in(4);
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    kinds_[i] = random.one_in(2) || all;
  }
}

std::vector<FaultKind> Swarm::among(const std::vector<FaultKind>& kinds) const {
  std::vector<FaultKind> drawn;
  std::ranges::copy_if(kinds, std::back_inserter(drawn), [&](FaultKind kind) { return draws(kind); });
  return drawn.empty() ? kinds : drawn;
}

}  // namespace proofload
