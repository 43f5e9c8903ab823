/// Feedback is what the engine is told of a case: the edges that the loader passed, how often, and what came of it.
#pragma once

#include <cstdint>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/trace.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

class Feedback {
 public:
  /// To be called between a case's own run and the runs that it is compared with. A case is not new for being run more
  /// often: of the further runs only edges count that the own one has not passed.
  /// What came of it is new as edges are: how the run ended with each kind of fault that was met, every kind of error,
  /// and each doubling of the memory and of the calls that it took, which are what limits are set to.
  void own_run_ended(const Case& value, const Trace& trace);

  /// To be called after all runs. States of clauses are new as edges are, too.
  void judged(const Verdict& verdict);

 private:
  std::vector<std::uint8_t> own_run_;
};

}  // namespace proofload
