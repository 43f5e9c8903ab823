/// A status line is what libFuzzer says now and then on standard error: "#2048 NEW cov: 312 ft: 840 corp: 61/90Kb …".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace proofload {

struct StatusLine {
  std::uint64_t coverage = 0;
  std::uint64_t features = 0;
  std::uint64_t corpus = 0;  ///< units

  bool operator==(const StatusLine&) const = default;
};

/// Nothing when the line is none of those.
std::optional<StatusLine> status_of(std::string_view line);

}  // namespace proofload
