#include "cli/find_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "cli/output.hpp"
#include "report/printable.hpp"

namespace proofload::cli {
namespace {

/// Characters to put in, take out or exchange (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// Hyphens and underscores are easily exchanged.
std::string plain(std::string_view name) {
  std::string text(name.substr(0, 200));
  std::ranges::replace(text, '-', '_');
  return text;
}

}  // namespace

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names) {
  const std::string wanted = plain(name);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& candidate : names) {
    const std::string other = plain(candidate);
    const bool part = wanted.size() >= 3 && other.contains(wanted);
    const std::size_t far = part ? 1 : distance(wanted, other);
    if (far <= std::max<std::size_t>(2, other.size() / 3)) {
      ranked.emplace_back(far, candidate);
    }
  }
  std::ranges::sort(ranked);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < std::min<std::size_t>(ranked.size(), 3); ++i) {
    found.push_back(ranked[i].second);
  }
  return found;
}

const RegisteredLoader* find_loader(std::string_view name) {
  if (const RegisteredLoader* loader = loader_named(name)) {
    return loader;
  }
  std::vector<std::string> names;
  for (const RegisteredLoader& loader : loaders()) {
    names.push_back(loader.name);
  }
  const std::vector<std::string> close = nearest(name, names);
  complain(fmt::format("there is no loader '{}'{}; `proofload loaders` lists those in this program", printable(name),
                       close.empty() ? "" : fmt::format(". Did you mean {}?", fmt::join(close, ", "))));
  return nullptr;
}

}  // namespace proofload::cli
