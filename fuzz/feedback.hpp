/// Feedback is what the engine is told of a case: the edges that the loader passed, how often, and what came of it.
#pragma once

#include <cstdint>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

class Feedback {
 public:
  /// To be called between a case's own run and the runs that it is compared with. A case is not new for being run more
  /// often: of the further runs only edges count that the own one has not passed.
  void own_run_ended();

  /// To be called after all runs. States of clauses, and faults that were met under each policy, are new as edges are.
  void judged(const Case& value, const Verdict& verdict);

 private:
  std::vector<std::uint8_t> own_run_;
};

}  // namespace proofload
