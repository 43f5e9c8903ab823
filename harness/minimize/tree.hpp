/// A tree is a dataset as a real folder that goes from one candidate to the next by what differs.
///
/// Contents of the first dataset lie in a store once and are linked into the trees; any other content is written into
/// the one tree that needs it. What a command changes in its tree is seen afterwards and undone.
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "proofload/dataset.hpp"

namespace proofload {

/// Throws `std::runtime_error` when the disk refuses.
class ContentStore {
 public:
  /// Writes each distinct content once, into `folder`, which is there.
  ContentStore(std::string folder, const Dataset& dataset);

  /// Makes `path` a file of this content: a link where the store has it, else a copy.
  void lay_down(const Blob& content, const std::string& path) const;
  /// Puts a stored content right again that was written through a link. From then on there are only copies: what
  /// writes into its files once does so again.
  void restore(const Blob& content);
  [[nodiscard]] bool has(const Blob& content) const { return stored_.contains(content.digest()); }
  [[nodiscard]] bool links() const { return links_; }

 private:
  [[nodiscard]] std::string path_of(const Blob& content) const;

  std::string folder_;
  std::unordered_set<std::uint64_t> stored_;
  std::atomic<bool> links_{true};
};

class Tree {
 public:
  /// In `root`, which is made. The store outlives the tree.
  Tree(std::string root, ContentStore& store);

  [[nodiscard]] const std::string& root() const { return root_; }
  /// Makes the folder this dataset. Throws `std::runtime_error` when the disk refuses.
  void become(const Dataset& dataset);
  /// Looks what a command did to it: what differs is put right by the next `become`.
  void look_for_changes();
  /// Paths of the files that were read since they were laid down, the last one at the end; empty where the file system
  /// does not say.
  [[nodiscard]] std::vector<std::string> read_files() const;

 private:
  struct Held {
    Blob content;
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::timespec changed{};
    std::timespec read{};
  };
  void put(const DataFile& file);
  void remove(const std::string& path);
  void start_over();

  std::string root_;
  ContentStore& store_;
  std::unordered_map<std::string, Held> files_;
  std::unordered_set<std::string> folders_;
};

}  // namespace proofload
