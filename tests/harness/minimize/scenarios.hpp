/// Scenarios are datasets of known smallest failing form, each with the loader that fails on them, as a function.
///
/// Deterministic by seed. The loaders are strict: damage other than the one that is meant is a clean error, as with
/// real ones, so that a minimizer must keep datasets consistent or gets nowhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "proofload/case.hpp"

namespace proofload::scenarios {

/// How a run of the loader ended.
enum class Outcome : std::uint8_t {
  fine,          ///< no failure, or a clean error
  failure,       ///< the one that is minimized
  other_failure  ///< an easier bug, which must not be followed
};

struct Scenario {
  std::string name;
  Case start;
  std::function<Outcome(const Case&)> load;
  std::size_t files = 0;         ///< of the smallest
  std::size_t bytes = 0;         ///< of the smallest, content
  std::uint64_t most_calls = 0;  ///< the target, stated beforehand
};

/// One truncated PNG among 1,000; 57 bytes.
Scenario one_bad_image(std::uint64_t seed);
/// A row of 100,000 that is too wide, after one with a quoted line feed; 10 bytes.
Scenario two_rows(std::uint64_t seed, std::size_t rows = 100'000);
/// A manifest of 800 files: a label below zero and an empty file.
Scenario manifest(std::uint64_t seed);
/// Three files of 2,000 that must be together.
Scenario three_together(std::uint64_t seed);
/// Fails when the last batch of 16 has one sample, and one of them is long: counts matter, and removing one un-fails.
Scenario remainder(std::uint64_t seed);
/// Two marked files of 600, the first before the second in the listing with at least three files between.
Scenario order(std::uint64_t seed);
/// An NPY file of 400 KB whose header promises more than there is; consistent headers are fine.
Scenario array_header(std::uint64_t seed);
/// A valid PNG of 64 x 48 with a text chunk of a certain key; every checksum must be right.
Scenario valid_checksums(std::uint64_t seed);
/// As `one_bad_image` of 200 files, where most smaller damage shows another, easier failure.
Scenario slipping(std::uint64_t seed);

/// How many of the above there are, and one of them.
std::size_t count();
Scenario numbered(std::size_t number, std::uint64_t seed);
/// All of them.
std::vector<Scenario> all(std::uint64_t seed);

}  // namespace proofload::scenarios
