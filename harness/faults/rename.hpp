/// Hostile names: what users' files are called, and what programs trip over.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 13> hostile_names = {
    "space",        "unicode",        "newline",  "tab",  "escape", "percent", "long",
    "leading_dash", "trailing_space", "non_utf8", "bidi", "markup", "brackets"};

/// The path with a stem of that kind; folder and extension stay. Of two attempts at one path each gives another name.
/// Nothing when the kind is not known, or the extension leaves no room for a stem.
std::optional<std::string> hostile_path(std::string_view path, std::string_view kind, std::uint32_t attempt);

}  // namespace proofload
