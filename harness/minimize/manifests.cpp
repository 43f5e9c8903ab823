#include "minimize/manifests.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "minimize/text.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

using Index = std::unordered_map<std::string_view, std::size_t>;

/// How a record may name a file: the name as it stands, or from the manifest's own folder.
const std::size_t* find(const Index& index, std::string_view folder, std::string_view name) {
  if (name.starts_with("./")) {
    name.remove_prefix(2);
  }
  if (name.empty()) {
    return nullptr;
  }
  if (const auto found = index.find(name); found != index.end()) {
    return &found->second;
  }
  if (!folder.empty()) {
    const std::string below = std::string(folder) + "/" + std::string(name);
    if (const auto found = index.find(std::string_view(below)); found != index.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

Index index_of(const Dataset& dataset) {
  Index index;
  index.reserve(dataset.files.size());
  for (std::size_t i = 0; i < dataset.files.size(); ++i) {
    index.emplace(dataset.files[i].path, i);
  }
  return index;
}

std::vector<std::size_t> named(const Index& index, std::string_view folder, std::size_t self, std::string_view record,
                               char separator) {
  std::vector<std::size_t> found;
  const auto look = [&](std::string_view name) {
    const std::size_t* file = find(index, folder, name);
    if (file != nullptr && *file != self && std::ranges::find(found, *file) == found.end()) {
      found.push_back(*file);
    }
  };
  if (separator == 0) {
    look(record.substr(0, record.size() - ending(record).size()));
  } else {
    for (const std::string_view field : fields(record, separator)) {
      look(field);
    }
  }
  for (const std::string_view quotation : quotations(record)) {
    look(quotation);
  }
  return found;
}

}  // namespace

std::vector<Manifest> find_manifests(const Dataset& dataset) {
  std::vector<Manifest> found;
  if (dataset.files.size() < 2) {
    return found;
  }
  const Index index = index_of(dataset);
  for (std::size_t i = 0; i < dataset.files.size(); ++i) {
    const std::string_view text = dataset.files[i].bytes.text();
    if (text.empty() || !is_text(text)) {
      continue;
    }
    Manifest manifest;
    manifest.file = i;
    manifest.records = records(text);
    const char separator = separator_of(manifest.records);
    const std::string_view folder = parent_of(dataset.files[i].path);
    std::size_t naming = 0;
    for (std::size_t row = 0; row < manifest.records.size(); ++row) {
      manifest.targets.push_back(named(index, folder, i, manifest.records[row], separator));
      naming += manifest.targets.back().empty() ? 0 : 1;
      if (row == 64 && naming == 0) {
        break;  // a large text that is about something else
      }
    }
    if (naming > 0 && naming * 2 + 2 > manifest.records.size()) {
      found.push_back(std::move(manifest));
    }
  }
  return found;
}

std::string renamed(const Manifest& manifest, const Dataset& dataset, const std::vector<std::string>& paths) {
  const std::string_view folder = parent_of(dataset.files[manifest.file].path);
  std::string text;
  for (std::size_t row = 0; row < manifest.records.size(); ++row) {
    std::string record(manifest.records[row]);
    for (const std::size_t target : manifest.targets[row]) {
      const std::string& old = dataset.files[target].path;
      std::size_t at = record.find(old);
      if (at != std::string::npos) {
        record.replace(at, old.size(), paths[target]);
        continue;
      }
      const std::string_view new_folder = parent_of(paths[manifest.file]);
      const std::string_view below = std::string_view(old).substr(folder.size() + 1);
      at = record.find(below);
      if (at != std::string::npos && paths[target].starts_with(new_folder)) {
        record.replace(at, below.size(), paths[target].substr(new_folder.empty() ? 0 : new_folder.size() + 1));
      }
    }
    text += record;
  }
  return text;
}

}  // namespace proofload
