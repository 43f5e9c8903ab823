/// What faults do to a member of a tar archive, and to the order and the ends of all members.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

/// The checksum is right, but for "checksum".
inline constexpr std::array<std::string_view, 20> tar_header_changes = {
    "checksum",      "size_letters", "size_negative", "size_huge",  "size_more", "size_less",    "size_none",
    "symbolic_link", "hard_link",    "device",        "pipe",       "folder",    "other_type",   "parent",
    "absolute",      "no_extension", "no_key",        "other_case", "other_key", "key_of_before"};

inline constexpr std::array<std::string_view, 13> tar_member_changes = {
    "dropped", "twice",    "again_at_end",    "sample_again",  "moved_to_end", "exchanged",     "to_the_front",
    "no_end",  "half_end", "garbage_between", "zeros_between", "pax_in_front", "pax_beyond_end"};

}  // namespace proofload
