/// The steps of writing a finding, so that a test can stop the process at each of them.
#pragma once

#include <cstdint>
#include <functional>

namespace proofload {

enum class FindingStep : std::uint8_t {
  case_begun,       ///< the case's temporary file is there, empty
  case_half,        ///< some of its bytes are written
  case_written,     ///< all are, and synced
  case_renamed,     ///< the case has its name
  verdict_begun,    ///< likewise for the verdict
  verdict_half,     ///< …
  verdict_written,  ///< …
  verdict_renamed,  ///< the finding is whole
  larger_removed,   ///< a larger case of the same signature is gone
};

inline constexpr std::size_t finding_step_count = static_cast<std::size_t>(FindingStep::larger_removed) + 1;

/// Called after each step. For tests; empty in use. Not to be changed while a finding is written.
std::function<void(FindingStep)>& on_finding_step();

}  // namespace proofload
