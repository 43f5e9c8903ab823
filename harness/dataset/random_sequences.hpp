/// Traceable sequences: every number follows from its sample's id, its step and its channel, and is nearly always the
/// only one of its kind in the dataset. So a row can be told on any loader, and so can steps that moved.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/sequence.hpp"
#include "proofload/declaration.hpp"
#include "proofload/random.hpp"

namespace proofload {

/// Lengths where loaders break: 0, 1, the declared maximum, one more, all equal, one long among short; else by a power
/// law.
std::vector<std::size_t> random_lengths(Random& random, const Declaration& declaration, std::size_t samples);

/// `id` is below 4096. Now and then a step equals the pad value, the first step has whole numbers, or a number is at an
/// end of the range.
Sequence random_sequence(Random& random, const Declaration& declaration, std::uint32_t id, std::size_t steps);

/// Where files go: a path for each sample, with few folders and names that sort in unexpected ways.
struct SequencePaths {
  std::vector<std::string> paths;
  std::vector<std::string> empty_folders;
};
SequencePaths random_paths(Random& random, std::size_t samples, std::size_t classes, std::string_view extension);

}  // namespace proofload
