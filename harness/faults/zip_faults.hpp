/// What faults do to a member of a ZIP archive, to the array in it, and to the directory of all members.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

/// From "content_cut" on another array is in the member, and its sizes and its checksum are of that one.
inline constexpr std::array<std::string_view, 31> zip_member_changes = {
    "dropped",       "twice",      "twice_with_other", "renamed",        "exchanged",        "reversed",
    "checksum",      "size_more",  "size_less",        "local_checksum", "packed_otherwise", "offset",
    "directory_cut", "count_less", "no_end",           "bytes_behind",   "bytes_in_front",   "content_cut",
    "content_more",  "one_added",  "one_dropped",      "half_dropped",   "none_left",        "rotated",
    "other_number",  "no_number",  "more_rows",        "less_rows",      "fortran",          "object",
    "big_endian"};

}  // namespace proofload
