/// The coverage of a case is what libFuzzer tells it from others by: its features, as numbers.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace proofload {

struct CoveragePlan {
  std::string loader;                                 ///< its name
  std::string target;                                 ///< path of its fuzz target
  std::vector<std::string> files;                     ///< cases or raw files, absolute paths
  std::chrono::milliseconds duration{0};              ///< at most; 0: as long as it takes
  std::uint64_t memory = std::uint64_t{4096} << 20U;  ///< resident bytes of the target, before it is ended
  std::function<bool()> stop;                         ///< asked while it is measured; may be empty
};

struct Coverage {
  /// Of each file, ascending. A file that killed the target, or that there was no time for, has none.
  std::vector<std::vector<std::uint64_t>> features;
  std::vector<bool> measured;  ///< whether the target came to the end of it
};

/// Runs the target on each file once, in a process of its own, past those that kill it. Or what went wrong.
std::expected<Coverage, std::string> measure_coverage(const CoveragePlan& plan);

}  // namespace proofload
