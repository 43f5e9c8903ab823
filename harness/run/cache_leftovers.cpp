#include "run/cache_leftovers.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "faults/cache_faults.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;

bool acts(const Case& value, const EffectiveDataset& effective, std::size_t index) {
  return value.faults[index].kind == FaultKind::cache_leftover && !effective.inert[index];
}

/// The file that comes next in the dataset, from the last the first.
const DataFile* next_of(const Dataset& dataset, const std::string& path) {
  const auto found = std::ranges::find(dataset.files, path, &DataFile::path);
  if (found == dataset.files.end()) {
    return nullptr;
  }
  const auto index = static_cast<std::size_t>(found - dataset.files.begin());
  return &dataset.files[(index + 1) % dataset.files.size()];
}

std::vector<fs::path> files_in(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error)) {
      files.push_back(at->path());
    }
  }
  std::ranges::sort(files);
  return files;
}

/// Whether it has changed.
bool change(const fs::path& path, const Fault& fault) {
  std::ifstream from(path, std::ios::binary);
  const std::string before{std::istreambuf_iterator<char>(from), {}};
  const std::string after = cache_file_damaged(before, fault);
  if (after == before) {
    return false;
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << after;
  return true;
}

}  // namespace

CacheLeftovers::CacheLeftovers() : folder_(private_.path() + "/cache") {
  std::error_code error;
  if (!fs::create_directory(folder_, error)) {
    throw std::runtime_error("a folder for the loader's cache cannot be made: " + error.message());
  }
}

bool CacheLeftovers::wanted(const Case& value, const EffectiveDataset& effective) {
  for (std::size_t i = 0; i < value.faults.size(); ++i) {
    if (acts(value, effective, i)) {
      return true;
    }
  }
  return false;
}

EffectiveDataset CacheLeftovers::dataset_before(const Case& value, const EffectiveDataset& effective) {
  EffectiveDataset before = effective;
  for (std::size_t i = 0; i < value.faults.size(); ++i) {
    const DataFile* other = acts(value, effective, i) && value.faults[i].text == cache_stale
                                ? next_of(value.dataset, value.faults[i].path)
                                : nullptr;
    const auto node = std::ranges::find(before.nodes, value.faults[i].path, &EffectiveNode::clean_path);
    if (other != nullptr && node != before.nodes.end()) {
      node->bytes = other->bytes;
    }
  }
  return before;
}

void CacheLeftovers::damage(const Case& value, const EffectiveDataset& effective, SourceLog& log) const {
  for (std::size_t i = 0; i < value.faults.size(); ++i) {
    if (!acts(value, effective, i)) {
      continue;
    }
    const Fault& fault = value.faults[i];
    const std::vector<fs::path> files = files_in(folder_);
    bool met = false;
    if (fault.text == cache_stale) {
      const DataFile* other = next_of(value.dataset, fault.path);
      const auto node = std::ranges::find(effective.nodes, fault.path, &EffectiveNode::clean_path);
      met = !files.empty() && other != nullptr && node != effective.nodes.end() && other->bytes != node->bytes;
    } else if (fault.text == cache_gone) {
      std::error_code error;
      met = fs::remove_all(folder_, error) > 0 && !error;
    } else {
      for (const fs::path& file : files) {
        met = change(file, fault) || met;
      }
    }
    if (met) {
      log.fired(i);
    }
  }
}

}  // namespace proofload
