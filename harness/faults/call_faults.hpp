/// Faults of single calls for a path: which calls fail, and as what a file may be found changed.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

/// "list" is a call for the file's folder; "read" all reads of the nth open; "gone": the nth open, and from then on
/// every call.
inline constexpr std::array<std::string_view, 5> failing_calls = {"open", "read", "stat", "list", "gone"};

inline constexpr std::array<std::string_view, 5> file_changes = {"shrunk", "grown", "emptied", "zeroed", "flipped"};

}  // namespace proofload
