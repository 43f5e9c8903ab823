/// The memory source serves an effective dataset without a disk, as a disk would: fast, and nothing is copied but what
/// a read asks for.
#pragma once

#include "run/tree_source.hpp"

namespace proofload {

class MemorySource final : public TreeSource {
 public:
  /// Tree and log outlive the source.
  MemorySource(const SourceTree& tree, SourceLog& log) : TreeSource(tree, log) {}

  std::optional<std::string> root() override { return std::nullopt; }

 protected:
  std::expected<Status, IoError> stat_inside(std::string_view path, const Found& found) override;
  std::expected<std::unique_ptr<File>, IoError> open_inside(std::string_view path, const Found& found) override;
};

}  // namespace proofload
