/// A verdict as bytes, for another process of the same program. Exact: any bytes in texts survive.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "proofload/verdict.hpp"

namespace proofload {

std::vector<std::byte> write_verdict(const Verdict& verdict);

/// Nothing when the bytes are not those of a verdict.
std::optional<Verdict> read_verdict(std::span<const std::byte> bytes);

}  // namespace proofload
