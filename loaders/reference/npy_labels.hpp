/// Labels in a NumPy array of whole numbers, [samples], read strictly: types, versions and lengths as of steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

namespace proofload::reference {

/// Labels of so many samples; another number of them is refused, before anything is allocated.
std::expected<std::vector<std::int64_t>, std::string> read_npy_labels(std::span<const std::byte> file,
                                                                      std::uint64_t samples);

}  // namespace proofload::reference
