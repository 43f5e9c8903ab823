#include "case/without.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace proofload {
namespace {

std::set<std::string, std::less<>> named() {
  std::set<std::string, std::less<>> names;
  const char* text = std::getenv(without_variable);
  for (std::string_view left = text == nullptr ? "" : text; !left.empty();) {
    const std::size_t comma = std::min(left.find(','), left.size());
    if (comma > 0) {
      names.emplace(left.substr(0, comma));
    }
    left.remove_prefix(std::min(comma + 1, left.size()));
  }
  return names;
}

}  // namespace

bool without(Part part) {
  static const std::array<bool, part_names.size()> off = [] {
    const auto names = named();
    std::array<bool, part_names.size()> result{};
    std::ranges::transform(part_names, result.begin(), [&](std::string_view name) { return names.contains(name); });
    return result;
  }();
  return off[static_cast<std::size_t>(part)];
}

std::string unknown_part() {
  for (const std::string& name : named()) {
    if (std::ranges::find(part_names, name) == part_names.end()) {
      return name;
    }
  }
  return {};
}

}  // namespace proofload
