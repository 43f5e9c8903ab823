/// What faults do to the header of an IDX file of bytes, and to how much is behind it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 17> idx_header_changes = {
    "signed_bytes", "wide_items",    "no_type",    "front",     "one_axis_more", "one_axis_less",
    "more_samples", "fewer_samples", "no_samples", "huge",      "overflow",      "more_rows",
    "fewer_rows",   "no_rows",       "exchanged",  "same_area", "little_endian"};
/// The header agrees with the data, though perhaps not with another file.
inline constexpr std::array<std::string_view, 5> idx_sample_changes = {"one_added", "one_dropped", "half_dropped",
                                                                       "rotated", "other_number"};

/// Whether it begins as an IDX file of bytes, of one to three axes, with its whole header.
bool is_idx(std::string_view file);

/// Bytes of one sample, as the header of such a file claims; 0 when that cannot be.
std::size_t idx_item(std::string_view file);

}  // namespace proofload
