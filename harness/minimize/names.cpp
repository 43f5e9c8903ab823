// Names: short ones that sort as before.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "minimize/edit.hpp"
#include "minimize/manifests.hpp"
#include "minimize/passes.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

enum class What : std::uint8_t { both, folders, files };

/// The nth of so many names of equal length.
std::string name_of(std::size_t nth, std::size_t count, std::string_view digits) {
  std::string name;
  for (std::size_t room = 1; name.empty() || room < count; room *= digits.size()) {
    name.insert(name.begin(), digits[nth % digits.size()]);
    nth /= digits.size();
  }
  return name;
}

std::string_view extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot);
}

/// New names for the children of each folder, in the order of the old ones.
class Names {
 public:
  Names(const std::vector<std::string>& paths, What what) : what_(what) {
    for (const std::string& path : paths) {
      std::size_t start = 0;
      for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', start)) {
        folders_[path.substr(0, start)].insert(path.substr(start, slash - start));
        start = slash + 1;
      }
      // One stem keeps one name, whatever follows it.
      const std::string name = path.substr(start);
      stems_[path.substr(0, start)].insert(name.substr(0, name.size() - extension_of(name).size()));
    }
  }

  [[nodiscard]] std::string of(const std::string& path) const {
    std::string renamed;
    std::size_t start = 0;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', start)) {
      const std::string old = path.substr(start, slash - start);
      renamed += what_ == What::files ? old : nth(folders_.at(path.substr(0, start)), old, letters);
      renamed += '/';
      start = slash + 1;
    }
    const std::string name = path.substr(start);
    if (what_ == What::folders) {
      return renamed + name;
    }
    const std::string_view extension = extension_of(name);
    const std::string stem = name.substr(0, name.size() - extension.size());
    return renamed + nth(stems_.at(path.substr(0, start)), stem, digits) + std::string(extension);
  }

 private:
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  static constexpr std::string_view digits = "0123456789";

  static std::string nth(const std::set<std::string>& names, const std::string& name, std::string_view of) {
    return name_of(static_cast<std::size_t>(std::distance(names.begin(), names.find(name))), names.size(), of);
  }

  What what_;
  std::map<std::string, std::set<std::string>> folders_;
  std::map<std::string, std::set<std::string>> stems_;
};

bool rename(Search& search, const std::vector<std::string>& paths) {
  const Case& best = search.best();
  Case next = with_paths(best, paths);
  for (const Manifest& manifest : find_manifests(best.dataset)) {
    next.dataset.files[manifest.file].bytes = Blob(renamed(manifest, best.dataset, paths));
  }
  return next != best && search.attempt(std::move(next), Effort::thorough);
}

}  // namespace

void minimize_names(Search& search) {
  for (const What what : {What::both, What::folders, What::files}) {
    std::vector<std::string> paths;
    for (const DataFile& file : search.best().dataset.files) {
      paths.push_back(file.path);
    }
    const Names names(paths, what);
    for (std::string& path : paths) {
      path = names.of(path);
    }
    if (rename(search, paths)) {
      return;
    }
  }
  // A manifest's own name is often asked for: each file alone, when they are few.
  constexpr std::size_t few = 16;
  const std::size_t count = search.best().dataset.files.size();
  for (std::size_t i = 0; count <= few && i < count && !search.over(); ++i) {
    std::vector<std::string> paths;
    for (const DataFile& file : search.best().dataset.files) {
      paths.push_back(file.path);
    }
    const std::string folder(parent_of(paths[i]));
    const std::string extension(extension_of(paths[i]));
    paths[i] = (folder.empty() ? "" : folder + "/") + name_of(i, count, "0123456789") + extension;
    rename(search, paths);
  }
}

}  // namespace proofload
