#include "case/mend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "proofload/case.hpp"

namespace proofload {
namespace {

bool is_plain_and_short(std::string_view path) {
  if (path.size() > longest_path || !is_plain_path(path)) {
    return false;
  }
  std::size_t start = 0;
  while (path.size() - start > longest_name) {
    const std::size_t slash = path.find('/', start);
    if (slash == std::string_view::npos || slash - start > longest_name) {
      return false;
    }
    start = slash + 1;
  }
  return true;
}

}  // namespace

std::optional<std::string> mended_path(std::string_view path) {
  if (is_plain_and_short(path)) {
    return std::string(path);
  }
  std::string mended;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    if (!part.empty() && part != ".") {
      mended += mended.empty() ? "" : "/";
      mended += part;
    }
  }
  return is_plain_and_short(mended) ? std::optional(std::move(mended)) : std::nullopt;
}

void leave_out_conflicts(Dataset& dataset, std::vector<std::string>& notes) {
  enum class Held : std::uint8_t { file, folder };
  std::unordered_map<std::string_view, Held> held;
  held.reserve(dataset.files.size() * 2 + dataset.folders.size());
  // Whether all that a path leads through is, or now becomes, a folder.
  const auto hold_folders_above = [&held](std::string_view path) {
    std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) {
      return true;
    }
    if (const auto found = held.find(path.substr(0, slash)); found != held.end()) {
      return found->second == Held::folder;  // what is above a held folder is held as well
    }
    for (slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
      if (const auto found = held.find(path.substr(0, slash)); found != held.end() && found->second == Held::file) {
        return false;
      }
    }
    for (slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
      held.emplace(path.substr(0, slash), Held::folder);
    }
    return true;
  };
  const auto left_out = [&notes](const std::string& path) {
    notes.push_back(fmt::format("{}: left out, its place is taken", escape(path)));
    return true;
  };
  // Views into the elements stay valid: `keep` is decided before anything moves.
  std::vector<bool> keep;
  keep.reserve(dataset.files.size());
  for (const DataFile& file : dataset.files) {
    keep.push_back(!held.contains(file.path) && hold_folders_above(file.path) &&
                   held.emplace(file.path, Held::file).second);
  }
  std::vector<bool> keep_folder;
  std::unordered_map<std::string_view, Held> folders;
  for (const std::string& folder : dataset.folders) {
    const auto found = held.find(folder);
    const bool free = found == held.end() ? hold_folders_above(folder) : found->second == Held::folder;
    keep_folder.push_back(free && folders.emplace(folder, Held::folder).second);
    if (keep_folder.back()) {
      held.emplace(folder, Held::folder);
    }
  }
  if (std::ranges::find(keep, false) != keep.end()) {
    std::size_t index = 0;
    std::erase_if(dataset.files, [&](const DataFile& file) { return !keep[index++] && left_out(file.path); });
  }
  if (std::ranges::find(keep_folder, false) != keep_folder.end()) {
    std::size_t index = 0;
    std::erase_if(dataset.folders,
                  [&](const std::string& folder) { return !keep_folder[index++] && left_out(folder); });
  }
}

}  // namespace proofload
