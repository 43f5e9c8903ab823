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
    {"", ""},
    {"", ""},
}};

struct PathParts {
  std::string_view folder;  ///< with its slash
  std::string_view stem;
  std::string_view extension;  ///< with its dot
};

PathParts parts_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view folder = path.substr(0, slash == std::string_view::npos ? 0 : slash + 1);
  const std::string_view name = path.substr(folder.size());
  const std::size_t dot = name.rfind('.');
  const std::string_view extension = dot == 0 || dot == std::string_view::npos ? "" : name.substr(dot);
  return {folder, name.substr(0, name.size() - extension.size()), extension};
}

/// What the extension becomes; it stays where no other says nearly the same.
std::string changed_extension(std::string_view extension, std::string_view kind) {
  std::string changed(extension);
  if (kind == "upper_extension") {
    std::ranges::transform(changed, changed.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  } else if (kind == "other_extension") {
    changed = extension == ".png" ? ".jpg" : extension == ".jpg" || extension == ".jpeg" ? ".png" : changed;
  }
  return changed;
}

}  // namespace

std::optional<std::string> hostile_path(std::string_view path, std::string_view kind, std::uint32_t attempt) {
  const auto found = std::ranges::find(hostile_names, kind);
  if (found == hostile_names.end()) {
    return std::nullopt;
  }
  const Pattern& pattern = patterns[static_cast<std::size_t>(found - hostile_names.begin())];
  const auto [folder, old_stem, old_extension] = parts_of(path);
  std::string_view stem = old_stem;
  const std::string extension = changed_extension(old_extension, kind);

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

std::optional<Twins> twin_paths(std::string_view path, std::string_view neighbor, std::string_view kind) {
  const PathParts first = parts_of(path);
  const PathParts second = parts_of(neighbor);
  constexpr std::size_t most = 200;
  const std::string stem(first.stem.substr(0, most));
  const auto twins = [&](const std::string& a, const std::string& b) -> std::optional<Twins> {
    if (std::max(a.size() + first.extension.size(), b.size() + second.extension.size()) > longest) {
      return std::nullopt;
    }
    return Twins{fmt::format("{}{}{}", first.folder, a, first.extension),
                 fmt::format("{}{}{}", first.folder, b, second.extension)};
  };
  if (kind == "case") {
    return twins(stem + "-twin", stem + "-TWIN");
  }
  if (kind == "normal_form") {
    return twins(stem + "\xC3\xA9", stem + "e\xCC\x81");
  }
  if (kind == "stem") {
    return first.extension == second.extension ? std::nullopt : twins(stem, stem);
  }
  if (kind == "long_prefix") {
    const std::string filled = stem + std::string(longest - 8 - stem.size(), 'x');
    return twins(filled + "1", filled + "2");
  }
  if (kind == "leading_zero") {
    return twins(stem + "1", stem + "01");
  }
  if (kind == "blank") {
    return twins(stem, stem + " ");
  }
  return std::nullopt;
}

}  // namespace proofload
