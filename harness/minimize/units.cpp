// Samples and files: what must go together is one unit, as a file with its row in the manifest.
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "minimize/edit.hpp"
#include "minimize/list.hpp"
#include "minimize/manifests.hpp"
#include "minimize/passes.hpp"

namespace proofload {
namespace {

struct Row {
  std::size_t manifest = 0;
  std::size_t record = 0;
};

struct Unit {
  std::vector<std::size_t> files;
  std::vector<Row> rows;
};

/// The path without the extension: what an image and its annotation have in common.
std::string_view stem_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t dot = path.rfind('.');
  const bool has_extension = dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash + 1);
  return has_extension ? path.substr(0, dot) : path;
}

class Units {
 public:
  explicit Units(const Case& value) : base_(value), manifests_(find_manifests(base_.dataset)) {
    std::set<std::size_t> manifest_files;
    for (const Manifest& manifest : manifests_) {
      manifest_files.insert(manifest.file);
    }
    std::map<std::string_view, std::size_t> by_stem;
    std::map<std::size_t, std::size_t> unit_of;
    for (std::size_t i = 0; i < base_.dataset.files.size(); ++i) {
      if (manifest_files.contains(i)) {
        continue;
      }
      const auto [at, is_new] = by_stem.emplace(stem_of(base_.dataset.files[i].path), units_.size());
      if (is_new) {
        units_.emplace_back();
      }
      grouped_ |= !is_new;
      units_[at->second].files.push_back(i);
      unit_of[i] = at->second;
    }
    for (std::size_t m = 0; m < manifests_.size(); ++m) {
      for (std::size_t record = 0; record < manifests_[m].records.size(); ++record) {
        add_row({m, record}, unit_of);
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return units_.size(); }
  [[nodiscard]] bool has_manifests() const { return !manifests_.empty(); }
  /// Whether some unit is more than a file.
  [[nodiscard]] bool grouped() const { return grouped_ || has_manifests(); }

  [[nodiscard]] Case with(std::span<const std::size_t> kept) const {
    std::vector<bool> files(base_.dataset.files.size(), false);
    std::vector<std::vector<bool>> rows;
    for (const Manifest& manifest : manifests_) {
      files[manifest.file] = true;
      rows.emplace_back(manifest.records.size(), false);
      rows.back().front() = manifest.targets.front().empty();  // the header
    }
    for (const std::size_t unit : kept) {
      for (const std::size_t file : units_[unit].files) {
        files[file] = true;
      }
      for (const Row& row : units_[unit].rows) {
        rows[row.manifest][row.record] = true;
      }
    }
    Case next = base_;
    for (std::size_t m = 0; m < manifests_.size(); ++m) {
      std::string text;
      for (std::size_t record = 0; record < rows[m].size(); ++record) {
        text += rows[m][record] ? manifests_[m].records[record] : "";
      }
      next.dataset.files[manifests_[m].file].bytes = Blob(text);
    }
    return with_files(next, [&](std::size_t file) { return files[file]; });
  }

  /// Units with a file of these paths.
  [[nodiscard]] std::vector<std::size_t> with_paths(const std::vector<std::string>& paths) const {
    const std::set<std::string_view> wanted(paths.begin(), paths.end());
    std::vector<std::size_t> found;
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      if (std::ranges::any_of(units_[unit].files,
                              [&](std::size_t file) { return wanted.contains(base_.dataset.files[file].path); })) {
        found.push_back(unit);
      }
    }
    return found;
  }

 private:
  void add_row(Row row, const std::map<std::size_t, std::size_t>& unit_of) {
    std::size_t unit = units_.size();
    for (const std::size_t target : manifests_[row.manifest].targets[row.record]) {
      if (const auto found = unit_of.find(target); found != unit_of.end()) {
        unit = found->second;
        break;
      }
    }
    if (unit == units_.size()) {
      if (row.record == 0) {
        return;
      }
      units_.emplace_back();  // a row about a file that is not there, or about nothing
    }
    units_[unit].rows.push_back(row);
  }

  Case base_;
  std::vector<Manifest> manifests_;
  std::vector<Unit> units_;
  bool grouped_ = false;
};

/// Hints are worth a try only while they leave most of the rest out.
std::vector<std::size_t> worth_trying(std::vector<std::size_t> likely, std::size_t of) {
  return likely.size() * 4 <= of ? std::move(likely) : std::vector<std::size_t>{};
}

Density density_of(const Search& search) { return search.first_time() ? Density::few : Density::most; }

/// What was never opened, in one call.
void only_opened(Search& search) {
  const Units units(search.best());
  const std::vector<std::size_t> opened = units.with_paths(search.settings().opened);
  if (!opened.empty() && opened.size() < units.size()) {
    search.attempt(units.with(opened));
  }
}

}  // namespace

void minimize_units(Search& search) {
  if (search.first_time()) {
    only_opened(search);
  }
  const Units units(search.best());
  minimize_list(search,
                {.size = units.size(),
                 .render = [&](std::span<const std::size_t> kept) { return units.with(kept); },
                 .likely = worth_trying(units.with_paths(search.settings().likely), units.size())},
                density_of(search));
}

void minimize_files(Search& search) {
  if (const Units units(search.best()); units.grouped()) {
    const Case base = search.best();
    minimize_list(search, {.size = base.dataset.files.size(), .render = [&](std::span<const std::size_t> kept) {
                             return with_files(
                                 base, [&](std::size_t file) { return std::ranges::binary_search(kept, file); });
                           }});
  }
  const Case base = search.best();
  if (!base.dataset.folders.empty()) {
    minimize_list(search, {.size = base.dataset.folders.size(), .render = [&](std::span<const std::size_t> kept) {
                             Case next = base;
                             next.dataset.folders.clear();
                             for (const std::size_t folder : kept) {
                               next.dataset.folders.push_back(base.dataset.folders[folder]);
                             }
                             return next;
                           }});
  }
}

void empty_files(Search& search) {
  const Case base = search.best();
  std::vector<std::size_t> full;
  for (std::size_t i = 0; i < base.dataset.files.size(); ++i) {
    if (base.dataset.files[i].bytes.size() > 0) {
      full.push_back(i);
    }
  }
  minimize_list(search,
                {.size = full.size(),
                 .render =
                     [&](std::span<const std::size_t> kept) {
                       Case next = base;
                       for (std::size_t i = 0; i < full.size(); ++i) {
                         if (!std::ranges::binary_search(kept, i)) {
                           next.dataset.files[full[i]].bytes = Blob();
                         }
                       }
                       return next;
                     }},
                density_of(search));
}

}  // namespace proofload
