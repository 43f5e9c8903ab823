/// Textbook ddmin (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002), as a baseline:
/// over files, then lines, then bytes, with remembered answers.
#pragma once

#include <cstdint>
#include <functional>

#include "proofload/case.hpp"

namespace proofload::bench {

struct DdminResult {
  Case best;
  std::uint64_t calls = 0;
  enum class End : std::uint8_t { done, gave_up } end = End::done;
};

DdminResult ddmin(const Case& start, const std::function<bool(const Case&)>& fails, std::uint64_t most_calls,
                  double most_seconds);

}  // namespace proofload::bench
