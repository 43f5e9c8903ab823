#include "run/folder_snapshot.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <climits>
#include <memory>
#include <string_view>

#include "proofload/case.hpp"

namespace proofload {
namespace {

struct Close {
  void operator()(DIR* folder) const { closedir(folder); }
};

std::uint64_t digest_of_file(int folder, const char* name, std::uint64_t size) {
  // A loader may have put anything there: opening must not wait, nor follow a link.
  const int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) {
    return 0;
  }
  std::vector<char> bytes(size);
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t more = read(file, bytes.data() + got, bytes.size() - got);
    if (more <= 0) {
      break;
    }
    got += static_cast<std::size_t>(more);
  }
  close(file);
  return XXH3_64bits(bytes.data(), got);
}

std::uint64_t digest_of_link(int folder, const char* name) {
  std::array<char, PATH_MAX> target{};
  const ssize_t size = readlinkat(folder, name, target.data(), target.size());
  return size < 0 ? 0 : XXH3_64bits(target.data(), static_cast<std::size_t>(size));
}

std::string_view kind_of(std::uint32_t mode) {
  return S_ISDIR(mode) ? "folder" : S_ISREG(mode) ? "file" : S_ISLNK(mode) ? "link" : "special file";
}

constexpr std::uint64_t largest_digested = std::uint64_t{256} << 20U;

}  // namespace

FolderSnapshot FolderSnapshot::of(int folder) {
  FolderSnapshot snapshot;
  look(folder, "", snapshot.nodes_);
  return snapshot;
}

void FolderSnapshot::look(int folder, const std::string& path, std::map<std::string, Node>& into) {
  const int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, Close> listing(own < 0 ? nullptr : fdopendir(own));
  if (!listing) {
    if (own >= 0) {
      close(own);
    }
    return;
  }
  while (const dirent* entry = readdir(listing.get())) {
    const std::string_view name = static_cast<const char*>(entry->d_name);
    struct stat status{};
    if (name == ".." || fstatat(own, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    if (name == "." && !path.empty()) {
      continue;  // seen from above; the folder itself is seen from here
    }
    const bool is_folder = S_ISDIR(status.st_mode);
    Node node;
    node.mode = status.st_mode;
    node.size = is_folder ? 0 : static_cast<std::uint64_t>(status.st_size);
    node.changed = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    if (S_ISREG(status.st_mode) && node.size <= largest_digested) {
      node.content = digest_of_file(own, entry->d_name, node.size);
    } else if (S_ISLNK(status.st_mode)) {
      node.content = digest_of_link(own, entry->d_name);
    }
    const std::string node_path = path.empty() ? std::string(name) : path + "/" + std::string(name);
    into.emplace(node_path, node);
    if (is_folder && name != ".") {
      const int inner = openat(own, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      if (inner >= 0) {
        look(inner, node_path, into);
        close(inner);
      }
    }
  }
}

std::vector<std::string> FolderSnapshot::changes_to(const FolderSnapshot& later) const {
  std::vector<std::string> lines;
  for (const auto& [path, before] : nodes_) {
    const auto found = later.nodes_.find(path);
    if (found == later.nodes_.end()) {
      lines.push_back(fmt::format("{}: the {} was removed", escape(path), kind_of(before.mode)));
      continue;
    }
    const Node& after = found->second;
    if (kind_of(before.mode) != kind_of(after.mode)) {
      lines.push_back(fmt::format("{}: a {} became a {}", escape(path), kind_of(before.mode), kind_of(after.mode)));
    } else if (before.size != after.size) {
      lines.push_back(fmt::format("{}: its size changed from {} to {} bytes", escape(path), before.size, after.size));
    } else if (before.content != after.content) {
      lines.push_back(fmt::format("{}: its content changed", escape(path)));
    } else if (before.mode != after.mode) {
      lines.push_back(fmt::format("{}: its mode changed from {:o} to {:o}", escape(path), before.mode & 07777U,
                                  after.mode & 07777U));
    } else if (before.changed != after.changed) {
      lines.push_back(fmt::format(
          "{}: {}", escape(path),
          S_ISDIR(before.mode) ? "something was made, removed or renamed in this folder" : "it was written to"));
    }
  }
  for (const auto& [path, after] : later.nodes_) {
    if (!nodes_.contains(path)) {
      lines.push_back(fmt::format("{}: a {} was made", escape(path), kind_of(after.mode)));
    }
  }
  return lines;
}

}  // namespace proofload
