/// A campaign record is what lies in the folder of a campaign or of a property run, read to be reported.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "proofload/clause.hpp"
#include "proofload/finding.hpp"

namespace proofload {

struct RecordedClause {
  Clause clause = Clause::declared_shape;
  std::uint64_t exercised = 0;
  std::uint64_t broken = 0;
};

struct RecordedFault {
  std::string name;
  std::uint64_t drawn = 0;
  std::uint64_t fired = 0;
};

struct RecordedFinding {
  std::string path;  ///< of its case, below the folder: "findings/….tar"
  Finding finding;
};

struct CampaignRecord {
  std::string folder;                 ///< as it was given
  std::string loader;                 ///< of the summary, else of the first finding; may be empty
  std::optional<std::uint64_t> seed;  ///< of the summary, as all that follows
  std::uint64_t milliseconds = 0;
  std::uint64_t executions = 0;
  std::uint64_t coverage = 0;
  std::uint64_t deaths = 0;
  std::string end;                      ///< why it ended; "running" when it did not come to its end
  std::vector<RecordedClause> clauses;  ///< of the contract's order; empty without a summary
  std::vector<RecordedFault> faults;
  std::vector<RecordedFinding> findings;
  std::vector<std::string> problems;  ///< what could not be read, one sentence each; not escaped
};

/// Reads `summary.json` and `findings/` as far as they can be read; what cannot is told in `problems`. An error when
/// the folder is not there or holds neither.
std::expected<CampaignRecord, std::string> read_campaign(const std::string& folder);

}  // namespace proofload
