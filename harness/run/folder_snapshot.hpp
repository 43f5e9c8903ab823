/// A snapshot of a folder tells afterwards what became different in it: names, kinds, sizes, content, modes and times
/// of change. Times of access do not count.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace proofload {

class FolderSnapshot {
 public:
  /// The folder as it is now. What cannot be read counts by what can be seen of it.
  static FolderSnapshot of(int folder);

  /// One line for each difference, by path.
  [[nodiscard]] std::vector<std::string> changes_to(const FolderSnapshot& later) const;

 private:
  struct Node {
    std::uint32_t mode = 0;  ///< with the kind
    std::uint64_t size = 0;
    std::uint64_t content = 0;  ///< digest, of a link: of where it leads
    std::int64_t changed = 0;   ///< nanoseconds
  };
  static void look(int folder, const std::string& path, std::map<std::string, Node>& into);

  std::map<std::string, Node> nodes_;
};

}  // namespace proofload
