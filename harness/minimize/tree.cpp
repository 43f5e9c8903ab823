#include "minimize/tree.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <vector>

#include "proofload/generate.hpp"
#include "report/printable.hpp"
#include "run/descriptor.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(std::string_view deed, const std::string& path, int code) {
  throw std::runtime_error(fmt::format("cannot {} {}: {}", deed, printable(path), std::strerror(code)));
}

void write_file(const std::string& path, const Blob& content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) {
    refuse("write", path, errno);
  }
  std::string_view left = content.text();
  while (!left.empty()) {
    const ssize_t written = ::write(file.get(), left.data(), left.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      refuse("write", path, written < 0 ? errno : EIO);
    }
    left.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

ContentStore::ContentStore(std::string folder, const Dataset& dataset) : folder_(std::move(folder)) {
  for (const DataFile& file : dataset.files) {
    if (stored_.insert(file.bytes.digest()).second) {
      write_file(path_of(file.bytes), file.bytes);
    }
  }
}

std::string ContentStore::path_of(const Blob& content) const {
  return fmt::format("{}/{:016x}", folder_, content.digest());
}

void ContentStore::lay_down(const Blob& content, const std::string& path) const {
  // A file system without links, or with too many to one file, gets copies.
  if (!links_ || !has(content) || ::link(path_of(content).c_str(), path.c_str()) != 0) {
    write_file(path, content);
  }
}

void ContentStore::restore(const Blob& content) {
  links_ = false;
  if (has(content)) {
    ::unlink(path_of(content).c_str());  // other links keep the old inode, and are found changed on their own
    write_file(path_of(content), content);
  }
}

Tree::Tree(std::string root, ContentStore& store) : root_(std::move(root)), store_(store) { start_over(); }

void Tree::start_over() {
  std::error_code error;
  fs::remove_all(root_, error);
  fs::create_directories(root_, error);
  if (error) {
    refuse("make folder", root_, error.value());
  }
  files_.clear();
  folders_.clear();
}

void Tree::put(const DataFile& file) {
  const std::string path = root_ + "/" + file.path;
  const std::string folder(parent_of(file.path));
  if (!folder.empty() && folders_.insert(folder).second) {
    std::error_code error;
    fs::create_directories(root_ + "/" + folder, error);
    if (error) {
      refuse("make folder", root_ + "/" + folder, error.value());
    }
  }
  store_.lay_down(file.bytes, path);
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) {
    refuse("read", path, errno);
  }
  files_[file.path] = {file.bytes, status.st_ino, status.st_size, status.st_mtim, status.st_atim};
}

void Tree::remove(const std::string& path) {
  const std::string whole = root_ + "/" + path;
  if (::unlink(whole.c_str()) != 0 && errno != ENOENT) {
    refuse("remove", whole, errno);
  }
}

void Tree::become(const Dataset& dataset) {
  std::unordered_map<std::string_view, const DataFile*> wanted;
  for (const DataFile& file : dataset.files) {
    wanted.emplace(file.path, &file);
  }
  std::vector<std::string> gone;
  for (const auto& [path, held] : files_) {
    const auto found = wanted.find(path);
    if (found == wanted.end() || found->second->bytes != held.content) {
      gone.push_back(path);
    }
  }
  for (const std::string& path : gone) {
    remove(path);
    files_.erase(path);
  }
  // Folders that no file is in any more: a class without samples is still a class to a loader.
  std::unordered_set<std::string> needed(dataset.folders.begin(), dataset.folders.end());
  for (const DataFile& file : dataset.files) {
    needed.emplace(parent_of(file.path));
  }
  std::vector<std::string> left;
  for (const std::string& folder : folders_) {
    if (!needed.contains(folder)) {
      left.push_back(folder);
    }
  }
  for (const std::string& folder : left) {
    folders_.erase(folder);
    std::string_view at = folder;
    // Upwards as far as nothing is in them; what is not empty stays.
    while (!at.empty() && ::rmdir((root_ + "/" + std::string(at)).c_str()) == 0) {
      folders_.erase(std::string(at));
      at = parent_of(at);
    }
  }
  for (const DataFile& file : dataset.files) {
    if (!files_.contains(file.path)) {
      put(file);
    }
  }
  for (const std::string& folder : dataset.folders) {
    std::error_code error;
    if (folders_.insert(folder).second && !fs::create_directories(root_ + "/" + folder, error) && error) {
      refuse("make folder", root_ + "/" + folder, error.value());
    }
  }
}

void Tree::look_for_changes() {
  std::error_code error;
  std::size_t seen = 0;
  bool strange = false;
  std::unordered_set<std::string> above;
  for (const std::string& folder : folders_) {
    for (std::string_view at = folder; !at.empty() && above.emplace(at).second;) {
      at = parent_of(at);
    }
  }
  for (fs::recursive_directory_iterator at(root_, error), end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().string().substr(root_.size() + 1);
    struct stat status{};
    if (::lstat(at->path().c_str(), &status) != 0) {
      strange = true;
      break;
    }
    if (S_ISDIR(status.st_mode)) {
      strange |= !above.contains(path);
      continue;
    }
    const auto found = files_.find(path);
    if (found == files_.end()) {
      strange = true;  // a cache, a log, a checkpoint
      break;
    }
    ++seen;
    const Held& held = found->second;
    if (held.inode != status.st_ino || held.size != status.st_size || held.changed.tv_sec != status.st_mtim.tv_sec ||
        held.changed.tv_nsec != status.st_mtim.tv_nsec) {
      store_.restore(held.content);
      strange = true;
    }
  }
  if (strange || error || seen != files_.size()) {
    start_over();
  }
}

std::vector<std::string> Tree::read_files() const {
  std::vector<std::pair<std::pair<std::time_t, long>, std::string>> found;
  for (const auto& [path, held] : files_) {
    struct stat status{};
    if (::lstat((root_ + "/" + path).c_str(), &status) == 0 &&
        (status.st_atim.tv_sec != held.read.tv_sec || status.st_atim.tv_nsec != held.read.tv_nsec)) {
      found.push_back({{status.st_atim.tv_sec, status.st_atim.tv_nsec}, path});
    }
  }
  std::ranges::sort(found);
  std::vector<std::string> paths;
  for (auto& [time, path] : found) {
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace proofload
