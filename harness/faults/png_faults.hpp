/// Damage to the structure of PNG files: their chunks, and the zlib stream of their pixels.
///
/// Every checksum is right afterwards unless the fault's `amount` is 1: then that of the chunk it touched is wrong.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

/// Of the chunk that a place lies in; the last ones add chunks of their own.
inline constexpr std::array<std::string_view, 14> png_structure_changes = {
    "drop",        "double",          "move",     "rename",  "longer",  "shorter", "huge", "split_bytes",
    "split_empty", "data_at_the_end", "animated", "comment", "private", "critical"};

inline constexpr std::array<std::string_view, 11> png_stream_changes = {
    "stored", "short", "long", "filter", "index", "adler", "no_adler", "cut", "method", "preset", "tail"};

}  // namespace proofload
