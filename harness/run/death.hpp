/// A death is how a process ended that was judging a case, and what that says of the loader.
#pragma once

#include <string>
#include <string_view>

#include "proofload/verdict.hpp"
#include "run/deathbed.hpp"

namespace proofload {

struct ProcessDeath {
  Deathbed::Kind kind = Deathbed::Kind::none;  ///< who spoke the last words
  std::string cause;
  std::string what;
  std::string report;
  int status = 0;   ///< as from `waitpid`
  std::string log;  ///< the end of what it wrote to standard error
};

/// Reads the page after the process is gone.
ProcessDeath death_from(const Deathbed& page, int status, std::string log);

/// One clause is broken (`memory-safe`, `memory-bounded` or `live`), or it is the tester's own failure; of all other
/// clauses nobody can tell. The cause holds names, no addresses, so that one bug has one signature.
Verdict verdict_of(const ProcessDeath& death);

}  // namespace proofload
