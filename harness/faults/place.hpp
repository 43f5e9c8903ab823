/// Where a place lies in a given file.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "proofload/fault.hpp"

namespace proofload {

/// An offset in [0, size]; nothing for a structural boundary of a file that has none.
std::optional<std::size_t> resolve(const Place& place, std::span<const std::byte> bytes);

}  // namespace proofload
