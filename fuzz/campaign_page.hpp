/// The campaign page is the memory that a fuzz target shares with the campaign that watches it: the case under test,
/// the counters, and which broken clauses are known already.
///
/// Both are of one build. One target writes; the campaign reads at any time, also after the target's death, so every
/// field is whole at every moment: counters are atomic, and the case is stored before `stage` says so.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "proofload/clause.hpp"
#include "proofload/fault.hpp"
#include "proofload/verdict.hpp"
#include "run/deathbed.hpp"

namespace proofload {

/// Environment of a target: the descriptor of its page, and the folder for findings of a target that goes on.
inline constexpr const char* page_variable = "PROOFLOAD_PAGE_FD";
inline constexpr const char* record_variable = "PROOFLOAD_RECORD";
/// Environment of any target: where a bare one puts the finding that ends it, and its loader where several are linked.
inline constexpr const char* findings_variable = "PROOFLOAD_FINDINGS";
inline constexpr const char* loader_variable = "PROOFLOAD_LOADER";

using Counter = std::atomic<std::uint64_t>;
static_assert(Counter::is_always_lock_free);

struct CampaignPage {
  static constexpr std::uint64_t magic_value = 0x50726F6F664C6406;
  static constexpr std::size_t states = static_cast<std::size_t>(Judgement::State::broken) + 1;
  static constexpr std::size_t most_known = 1024;
  static constexpr std::size_t most_input = std::size_t{4} << 20U;

  Counter magic;

  /// What a target is about. Who dies while reading is the tester, not the loader.
  enum Stage : std::uint64_t { idle, reading, judging };

  // The note: what runs now.
  Counter stage;     ///< a `Stage`
  Counter sequence;  ///< of that case
  Counter size;      ///< of its bytes; beyond `most_input` they are not kept
  Deathbed deathbed;

  // Counters since the page was made; targets come and go.
  Counter executions;
  Counter findings;          ///< written to the folder
  Counter repeats;           ///< broken clauses of known signatures
  Counter tool_failures;     ///< verdicts that say nothing of the loader
  Counter storage_failures;  ///< findings that could not be written
  Counter rejected;          ///< mutations that came out too large
  std::array<std::array<Counter, states>, clause_count> clauses;
  std::array<Counter, fault_kind_count> drawn;
  std::array<Counter, fault_kind_count> fired;

  /// Signatures by the digest of their description, with the size of the smallest case; 0 is a free place.
  struct Known {
    Counter signature;
    Counter size;
  };
  std::array<Known, most_known> known;

  std::array<char, 512> message;  ///< of the last failure of tool or storage; ends with NUL
  std::array<std::byte, most_input> input;
};

/// The place of a signature, which is a free one if it is not known; null when there is none left.
inline CampaignPage::Known* place_of(CampaignPage& page, std::uint64_t signature) {
  for (CampaignPage::Known& known : page.known) {
    const std::uint64_t held = known.signature.load();
    if (held == signature || held == 0) {
      return &known;
    }
  }
  return nullptr;
}

/// The page behind `page_variable`; null when the environment names none.
CampaignPage* inherited_page();

}  // namespace proofload
