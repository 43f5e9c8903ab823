/// Damage to the headers of NumPy arrays: lengths, types and shapes that are not those of the data behind them.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 32> npy_header_changes = {
    "length_short", "length_long",  "length_huge", "length_zero", "version_0",  "version_2", "version_4", "no_newline",
    "big_endian",   "native_order", "wider",       "narrower",    "other_kind", "unsigned",  "object",    "structured",
    "text_type",    "complex",      "fortran",     "fortran_one", "more_rows",  "less_rows", "huge",      "overflow",
    "negative",     "transposed",   "scalar",      "flat",        "third_axis", "no_rows",   "no_shape",  "more_keys"};

}  // namespace proofload
