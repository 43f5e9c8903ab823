/// Damage to the headers of NumPy arrays: lengths, types and shapes that are not those of the data behind them;
/// and arrays of other samples.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 32> npy_header_changes = {
    "length_short", "length_long",  "length_huge", "length_zero", "version_0",  "version_2", "version_4", "no_newline",
    "big_endian",   "native_order", "wider",       "narrower",    "other_kind", "unsigned",  "object",    "structured",
    "text_type",    "complex",      "fortran",     "fortran_one", "more_rows",  "less_rows", "huge",      "overflow",
    "negative",     "transposed",   "scalar",      "flat",        "third_axis", "no_rows",   "no_shape",  "more_keys"};

/// The header agrees with the data, though perhaps not with another array.
inline constexpr std::array<std::string_view, 7> npy_sample_changes = {
    "one_added", "one_dropped", "half_dropped", "none_left", "rotated", "other_number", "no_number"};

/// Of one sample alone.
inline constexpr std::array<std::string_view, 2> npy_number_changes = {"other_number", "no_number"};

/// An array with that change to its first axis, or to the number at `place` (modulo their count); nothing where it
/// cannot be made.
std::optional<std::string> with_other_samples(std::string_view file, std::string_view change, std::uint64_t place);

}  // namespace proofload
