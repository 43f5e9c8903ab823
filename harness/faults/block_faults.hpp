/// What can happen to a block of a file.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 3> block_changes = {"drop", "double", "exchange"};

}  // namespace proofload
