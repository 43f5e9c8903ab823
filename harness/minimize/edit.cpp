#include "minimize/edit.hpp"

#include <map>
#include <set>
#include <utility>

namespace proofload {

Case with_files(const Case& value, const std::function<bool(std::size_t)>& keep) {
  Case next;
  next.loader = value.loader;
  next.options = value.options;
  next.epochs = value.epochs;
  next.carrier = value.carrier;
  next.comparisons = value.comparisons;
  next.dataset.folders = value.dataset.folders;
  std::set<std::string_view> gone;
  for (std::size_t i = 0; i < value.dataset.files.size(); ++i) {
    if (keep(i)) {
      next.dataset.files.push_back(value.dataset.files[i]);
    } else if (!value.faults.empty()) {
      gone.insert(value.dataset.files[i].path);
    }
  }
  for (const Fault& fault : value.faults) {
    if (!gone.contains(fault.path) && !gone.contains(fault.text)) {
      next.faults.push_back(fault);
    }
  }
  return next;
}

Case with_content(const Case& value, std::size_t file, Blob content) {
  Case next = value;
  next.dataset.files[file].bytes = std::move(content);
  return next;
}

Case with_paths(const Case& value, const std::vector<std::string>& paths) {
  std::map<std::string_view, std::string_view> moved;
  std::set<std::string_view> taken;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    moved.emplace(value.dataset.files[i].path, paths[i]);
    if (!taken.insert(paths[i]).second || !is_plain_path(paths[i])) {
      return value;
    }
  }
  Case next = value;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    next.dataset.files[i].path = paths[i];
  }
  for (Fault& fault : next.faults) {
    for (std::string* name : {&fault.path, &fault.text}) {
      if (const auto found = moved.find(*name); found != moved.end()) {
        *name = found->second;
      }
    }
  }
  return next;
}

}  // namespace proofload
