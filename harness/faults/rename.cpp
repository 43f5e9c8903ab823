#include "faults/rename.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace proofload {
namespace {

constexpr std::size_t longest = 255;

struct Pattern {
  std::string_view before;
  std::string_view after;
};
// In the order of `hostile_names`.
constexpr std::array<Pattern, hostile_names.size()> patterns = {{
    {"", " and a space"},
    {"", "-\xC3\xB1\xE6\xBC\xA2\xF0\x9F\x98\x80"},
    {"", "\nnext line"},
    {"", "\tcolumn"},
    {"\x1B[31m", ""},
    {"", "%s%n"},
    {"", ""},
    {"-", ""},
    {"", " "},
    {"", "\xFF\xFE"},
    {"\xE2\x80\xAE", ""},
    {"<b>&\"", ""},
    {"[", "]*?"},
}};

}  // namespace

std::optional<std::string> hostile_path(std::string_view path, std::string_view kind, std::uint32_t attempt) {
  const auto found = std::ranges::find(hostile_names, kind);
  if (found == hostile_names.end()) {
    return std::nullopt;
  }
  const Pattern& pattern = patterns[static_cast<std::size_t>(found - hostile_names.begin())];
  const std::size_t slash = path.rfind('/');
  const std::string_view folder = path.substr(0, slash == std::string_view::npos ? 0 : slash + 1);
  const std::string_view name = path.substr(folder.size());
  const std::size_t dot = name.rfind('.');
  const std::string_view extension = dot == 0 || dot == std::string_view::npos ? "" : name.substr(dot);
  std::string_view stem = name.substr(0, name.size() - extension.size());

  const std::string number = attempt == 0 ? "" : fmt::format("{}", attempt);
  const std::size_t around = pattern.before.size() + number.size() + pattern.after.size() + extension.size();
  if (around >= longest) {
    return std::nullopt;
  }
  stem = stem.substr(0, longest - around);
  std::string filling;
  if (kind == "long") {
    filling.assign(longest - around - stem.size(), 'x');
  }
  return fmt::format("{}{}{}{}{}{}{}", folder, pattern.before, stem, filling, number, pattern.after, extension);
}

}  // namespace proofload
