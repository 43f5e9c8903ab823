/// A case as bytes, for another process of the same program. Exact and cheap; the form to keep is `write_case`.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "proofload/case.hpp"

namespace proofload {

std::vector<std::byte> send_case(const Case& value);

/// Nothing when the bytes are not those of a case.
std::optional<Case> receive_case(std::span<const std::byte> bytes);

}  // namespace proofload
