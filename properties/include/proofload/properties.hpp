/// The property suite of a loader: generated cases, each judged once in a process of its own for all clauses, with one
/// property for each clause that the loader declares to keep.
///
/// What breaks a clause is shrunk with RapidCheck, keeping to its signature and within a time budget, stored as a
/// finding, and the run goes on. Equal plans draw equal cases on every machine; how far a case is shrunk depends on the
/// machine's speed.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "proofload/clause.hpp"
#include "proofload/fault.hpp"
#include "proofload/finding.hpp"
#include "proofload/registry.hpp"
#include "proofload/worker.hpp"

namespace proofload {

struct PropertyPlan {
  std::uint64_t cases = 1000;
  std::uint64_t seed = 1;
  std::string folder;                          ///< where findings go; made when it is not there
  std::chrono::milliseconds duration{0};       ///< ends after it even when cases are left; 0: no such end
  std::chrono::milliseconds shrinking{5'000};  ///< for one signature
  WorkerLimits limits;                         ///< of the process that runs the loader
  std::chrono::milliseconds progress_every{1'000};
};

/// How often a clause was judged, and how.
struct ClauseCount {
  std::uint64_t kept = 0;
  std::uint64_t broken = 0;
  std::uint64_t could_not_tell = 0;
  std::uint64_t not_exercised = 0;
  std::uint64_t not_applicable = 0;
  std::string note;  ///< the first one of a case where nothing could be told

  [[nodiscard]] std::uint64_t exercised() const { return kept + broken; }
  /// Some case could have exercised it. A case whose run died says of no clause that it is not applicable.
  [[nodiscard]] bool declared() const { return exercised() > 0 || could_not_tell + not_exercised > not_applicable; }
};

/// How often a kind of fault was in a case, and in how many cases the loader met it.
struct FaultCount {
  std::uint64_t drawn = 0;
  std::uint64_t fired = 0;
};

struct PropertyFinding {
  enum class Standing : std::uint8_t {
    confirmed,
    unstable,  ///< it did not show again when its case ran alone: it depends on earlier cases, or on chance
  };
  Finding finding;   ///< shrunk
  std::string path;  ///< of its case; empty when it could not be stored
  Standing standing = Standing::confirmed;
  std::uint64_t tries = 0;  ///< cases run to shrink it
};

struct PropertyRun {
  std::uint64_t cases = 0;  ///< judged, those of shrinking and of the sweep apart
  std::uint64_t swept = 0;  ///< with the nth failure of one call; from 200 cases on
  std::chrono::milliseconds elapsed{0};
  std::array<ClauseCount, clause_count> clauses{};
  std::array<FaultCount, fault_kind_count> faults{};
  std::vector<PropertyFinding> findings;  ///< one for each signature, in the order in which they were met
  std::vector<Clause> never_exercised;    ///< declared, but its premise never occurred; judged from 200 cases on. Where
                                          ///< it did and nobody could tell, the clause is open, and not among them
  std::vector<std::string> tool_failures;  ///< what the tester itself could not do; at most 16
  enum class End : std::uint8_t { cases, time, failure } end = End::cases;
};

/// Fewer cases than this are no ground for saying that a clause is never exercised.
inline constexpr std::uint64_t enough_cases = 200;

using PropertyListener = std::function<void(const PropertyRun&)>;

/// Runs the suite. Call it before this process has threads.
PropertyRun run_properties(const RegisteredLoader& loader, const PropertyPlan& plan, const PropertyListener& listener);

/// The property of a clause as a sentence: "thumbnails keeps honest-errors: every damaged …".
std::string property_sentence(const RegisteredLoader& loader, Clause clause);

}  // namespace proofload
