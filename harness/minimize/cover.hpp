/// A cover is few and small cases that have, together, all that all of them have: features and signatures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace proofload {

struct Coverable {
  std::uint64_t bytes = 0;
  std::vector<std::uint64_t> features;  ///< distinct
};

/// Places of the chosen ones, ascending: of those that add most the smallest, then without those that the others make
/// needless. None can go without losing a feature.
std::vector<std::size_t> small_cover(std::span<const Coverable> all);

}  // namespace proofload
