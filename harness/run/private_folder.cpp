#include "run/private_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace proofload {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "proofload-run-";
// Younger ones may be about to be locked by their owner.
constexpr std::time_t youngest_left_behind = 60;

void remove_whole(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (!error) {
    return;
  }
  // A loader took rights away from its own folders.
  fs::permissions(folder, fs::perms::owner_all, error);
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory(error) && !at->is_symlink(error)) {
      fs::permissions(at->path(), fs::perms::owner_all, error);
    }
  }
  fs::remove_all(folder, error);
}

/// None when another process holds it.
Descriptor lock(const fs::path& folder) {
  Descriptor own(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  return own.get() >= 0 && flock(own.get(), LOCK_EX | LOCK_NB) == 0 ? std::move(own) : Descriptor();
}

void remove_left_behind(const std::string& base) {
  std::error_code error;
  for (fs::directory_iterator at(base, error), end; !error && at != end; at.increment(error)) {
    struct stat status{};
    if (!at->path().filename().native().starts_with(prefix) || lstat(at->path().c_str(), &status) != 0 ||
        !S_ISDIR(status.st_mode) || status.st_uid != geteuid() ||
        std::time(nullptr) - status.st_mtime < youngest_left_behind) {
      continue;
    }
    if (const Descriptor held = lock(at->path()); held.get() >= 0) {  // the owner lives as long as its lock
      remove_whole(at->path());
    }
  }
}

void remove_left_behind_once(const std::string& base) {
  static std::mutex mutex;
  static std::set<std::string> done;
  const std::lock_guard guard(mutex);
  if (done.insert(base).second) {
    remove_left_behind(base);
  }
}

}  // namespace

PrivateFolder::PrivateFolder() {
  std::vector<std::string> bases = {"/dev/shm", "/tmp"};
  if (const char* chosen = std::getenv("TMPDIR"); chosen != nullptr && *chosen != '\0') {
    bases.insert(bases.begin(), chosen);
  }
  int error = 0;
  for (const std::string& base : bases) {
    error = make_below(base);
    if (error == 0) {
      return;
    }
  }
  throw std::runtime_error("no temporary folder can be made below " + bases.front() + ": " +
                           std::generic_category().message(error));
}

PrivateFolder::PrivateFolder(const std::string& base) {
  if (const int error = make_below(base); error != 0) {
    throw std::runtime_error("no temporary folder can be made below " + base + ": " +
                             std::generic_category().message(error));
  }
}

int PrivateFolder::make_below(const std::string& base) {
  std::string path = base + "/" + std::string(prefix) + "XXXXXX";
  if (mkdtemp(path.data()) == nullptr) {
    return errno;
  }
  path_ = std::move(path);
  lock_ = lock(path_);
  remove_left_behind_once(base);
  return 0;
}

PrivateFolder::~PrivateFolder() { remove_whole(path_); }

}  // namespace proofload
