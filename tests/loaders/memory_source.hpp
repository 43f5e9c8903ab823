/// A source in memory for the loaders' tests: files by path, folders that may be empty, and what stands in their place.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proofload/source.hpp"

namespace proofload {

using Bytes = std::vector<std::byte>;

inline Bytes bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

class MemorySource final : public Source {
 public:
  enum class Order { sorted, reversed };

  std::map<std::string, Bytes> files;
  std::set<std::string> folders;                 ///< beside those that files need
  std::map<std::string, NodeKind> odd;           ///< nodes that are no files
  std::map<std::string, IoError> broken;         ///< listed, but opening them fails
  std::map<std::string, std::size_t> read_ends;  ///< reading fails with EIO at this byte
  std::size_t piece = 0;                         ///< the most that a read gives; 0: no limit
  Order order = Order::sorted;

  std::expected<std::vector<Entry>, IoError> list(std::string_view folder) override {
    std::map<std::string, NodeKind> found;
    bool exists = folders.contains(std::string(folder));
    const std::string prefix = folder.empty() ? "" : std::string(folder) + "/";
    const auto meet = [&](const std::string& path, NodeKind kind) {
      if (!path.starts_with(prefix) || path.size() == prefix.size()) {
        return;
      }
      exists = true;
      const std::string rest = path.substr(prefix.size());
      const std::size_t slash = rest.find('/');
      found[rest.substr(0, slash)] = slash == std::string::npos ? kind : NodeKind::directory;
    };
    for (const auto& [path, content] : files) {
      meet(path, NodeKind::file);
    }
    for (const auto& [path, error] : broken) {
      meet(path, NodeKind::file);
    }
    for (const std::string& path : folders) {
      meet(path, NodeKind::directory);
    }
    for (const auto& [path, kind] : odd) {
      meet(path, kind);
    }
    if (!exists) {
      return std::unexpected(IoError{ENOENT});
    }
    std::vector<Entry> entries;
    for (const auto& [name, kind] : found) {
      entries.push_back({name, kind});
    }
    if (order == Order::reversed) {
      std::ranges::reverse(entries);
    }
    return entries;
  }

  std::expected<Status, IoError> stat(std::string_view path) override {
    const auto file = files.find(std::string(path));
    if (file == files.end()) {
      return std::unexpected(IoError{ENOENT});
    }
    return Status{NodeKind::file, file->second.size()};
  }

  std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) override {
    const std::string key(path);
    if (const auto error = broken.find(key); error != broken.end()) {
      return std::unexpected(error->second);
    }
    const auto file = files.find(key);
    if (file == files.end()) {
      return std::unexpected(IoError{ENOENT});
    }
    const auto end = read_ends.find(key);
    return std::make_unique<Open>(file->second, piece,
                                  end == read_ends.end() ? std::nullopt : std::optional(end->second));
  }

  std::optional<std::string> root() override { return std::nullopt; }

 private:
  class Open final : public File {
   public:
    Open(const Bytes& bytes, std::size_t piece, std::optional<std::size_t> end)
        : left_(bytes), piece_(piece), end_(end) {}

    std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
      std::size_t size = std::min(into.size(), left_.size());
      if (piece_ != 0) {
        size = std::min(size, piece_);
      }
      if (end_ && at_ + size > *end_) {
        size = *end_ - at_;
        if (size == 0) {
          return std::unexpected(IoError{EIO});
        }
      }
      std::ranges::copy(left_.first(size), into.begin());
      left_ = left_.subspan(size);
      at_ += size;
      return size;
    }

   private:
    std::span<const std::byte> left_;
    std::size_t piece_;
    std::optional<std::size_t> end_;
    std::size_t at_ = 0;
  };
};

}  // namespace proofload
