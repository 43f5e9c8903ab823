/// The order of an epoch is a permutation of 0 … n-1 that follows from seed and epoch alone, on every machine.
///
/// All orders are about equally likely over seeds (Fisher-Yates, no bias from rounding). The batch size has no part.
#pragma once

#include <cstdint>
#include <vector>

namespace proofload::reference {

std::vector<std::uint64_t> in_order(std::uint64_t samples);
std::vector<std::uint64_t> shuffled(std::uint64_t samples, std::uint64_t seed, std::uint64_t epoch);

}  // namespace proofload::reference
