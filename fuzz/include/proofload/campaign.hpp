/// A campaign is a fuzz target kept running for a time: restarted after each death, its findings kept, its figures
/// shown.
///
/// The folder of a campaign holds `corpus/` (cases worth keeping), `findings/` (see `proofload/finding.hpp`; one for
/// each signature, the smallest case), `deaths/` (what the target printed before it died, by number) and
/// `summary.json`. A campaign whose folder is there goes on from it; a corpus that has grown large is distilled first,
/// in a quarter of the campaign's time at most.
///
/// The target runs in a process group of its own and dies with the campaign, however that ends. SIGINT and SIGTERM end
/// a campaign early but cleanly: it returns with what it has.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "proofload/clause.hpp"
#include "proofload/fault.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

struct CampaignPlan {
  std::string loader;                          ///< its name; it must be linked into this program as well
  std::string target;                          ///< path of the fuzz target, `…/bin/fuzz_NAME`
  std::string folder;                          ///< of the campaign; made when it is not there
  std::chrono::milliseconds duration{60'000};  ///< of this run
  std::uint64_t runs = 0;                      ///< ends after about so many executions; 0: by time only
  std::chrono::milliseconds flat{0};           ///< ends when no edge was new for so long; 0: it does not
  enum class Until : std::uint8_t {
    over,     ///< its time or runs are over
    finding,  ///< … or a finding is new
  } until = Until::over;
  std::optional<Clause> until_clause;                 ///< which clause that finding must be of; nothing: any
  std::uint64_t seed = 1;                             ///< of everything random
  std::vector<std::string> corpora;                   ///< further folders of cases or raw files, only read
  std::string dictionary;                             ///< a libFuzzer dictionary; empty: none
  std::uint32_t jobs = 1;                             ///< targets at once
  std::chrono::milliseconds progress_every{1'000};    ///< how often `CampaignListener` is called
  std::uint64_t memory = std::uint64_t{4096} << 20U;  ///< resident bytes of a target, before it is ended
};

/// How often a clause was judged, and how.
struct ClauseTally {
  std::uint64_t kept = 0;
  std::uint64_t broken = 0;
  std::uint64_t could_not_tell = 0;
  std::uint64_t not_exercised = 0;
  std::uint64_t not_applicable = 0;

  [[nodiscard]] std::uint64_t exercised() const { return kept + broken; }
};

/// How often a kind of fault was in a judged case, and in how many cases the loader met it.
struct FaultTally {
  std::uint64_t drawn = 0;
  std::uint64_t fired = 0;
};

struct CampaignFinding {
  Signature signature;
  std::string path;         ///< of its case; `read_finding` gives the rest
  std::string what;         ///< one sentence
  std::string replay;       ///< the one line, for a shell
  std::uint64_t files = 0;  ///< in the case's dataset
  enum class Standing : std::uint8_t {
    fresh,  ///< of this run
    known,  ///< was in the folder before
  } standing = Standing::fresh;
};

struct CampaignProgress {
  std::chrono::milliseconds elapsed{0};
  std::chrono::milliseconds left{0};
  std::uint64_t executions = 0;       ///< cases judged in this run
  double per_second = 0;              ///< over the last seconds
  std::uint64_t coverage = 0;         ///< edges of the loader; the most that one target has shown
  std::chrono::milliseconds flat{0};  ///< since `coverage` rose
  std::uint64_t features = 0;
  std::uint64_t corpus = 0;   ///< cases in `corpus/` and further folders, as the target counts them
  std::uint64_t deaths = 0;   ///< of targets: crashes, hangs, exhausted memory
  std::uint64_t repeats = 0;  ///< broken clauses met again after they were found
  std::array<ClauseTally, clause_count> clauses{};
  std::array<FaultTally, fault_kind_count> faults{};
  std::vector<CampaignFinding> findings;   ///< sorted by signature
  std::vector<std::string> tool_failures;  ///< what the tester itself could not do; at most 16, escaped
};

struct CampaignSummary : CampaignProgress {
  enum class End : std::uint8_t {
    time,         ///< its duration or number of runs is over
    flat,         ///< nothing new for as long as the plan says
    finding,      ///< the first one, where the plan ends with it
    interrupted,  ///< SIGINT or SIGTERM
    target,       ///< the target does not run: it dies before its first case, again and again; see `tool_failures`
    storage,      ///< findings can no longer be stored; see `tool_failures`
  };
  End end = End::time;
};

/// Called from the campaign's loop now and then; it should be quick.
using CampaignListener = std::function<void(const CampaignProgress&)>;

/// Runs to its end, or says in one sentence why it could not begin. Call it before this process has threads. Not twice
/// at once in one process.
std::expected<CampaignSummary, std::string> run_campaign(const CampaignPlan& plan, const CampaignListener& listener);

}  // namespace proofload
