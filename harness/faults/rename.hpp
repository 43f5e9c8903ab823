/// Hostile names: what users' files are called, and what programs trip over.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 15> hostile_names = {
    "space",          "unicode",  "newline", "tab",    "escape",   "percent",         "long",           "leading_dash",
    "trailing_space", "non_utf8", "bidi",    "markup", "brackets", "upper_extension", "other_extension"};

/// Two names that are nearly one: another case, another form of the same letters, the same stem, …
inline constexpr std::array<std::string_view, 6> twin_names = {"case",        "normal_form",  "stem",
                                                               "long_prefix", "leading_zero", "blank"};

/// The path with a stem of that kind; folder and extension stay, unless the kind is one of extensions. Of two attempts
/// at one path each gives another name. Nothing when the kind is not known, or the extension leaves no room for a stem.
std::optional<std::string> hostile_path(std::string_view path, std::string_view kind, std::uint32_t attempt);

/// New paths for a file and its neighbor in the same folder; nothing when the kind is not known, or it does not fit.
struct Twins {
  std::string first;
  std::string second;
};
std::optional<Twins> twin_paths(std::string_view path, std::string_view neighbor, std::string_view kind);

}  // namespace proofload
