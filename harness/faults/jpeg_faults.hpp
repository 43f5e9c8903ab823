/// Damage to the structure of JPEG files: their segments, restart markers and scans.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

/// Of the segment that a place lies in; the restart changes of the restart marker number `amount`, modulo their count,
/// and `scan_cut` after the scan of that number.
inline constexpr std::array<std::string_view, 20> jpeg_structure_changes = {
    "drop",       "double",       "move",           "longer",           "shorter",
    "huge",       "restart_drop", "restart_double", "restart_exchange", "restarts_claimed",
    "lines",      "scan_cut",     "no_end",         "thumbnail",        "several",
    "adobe_none", "adobe_ycck",   "arithmetic",     "comment",          "filling"};

}  // namespace proofload
