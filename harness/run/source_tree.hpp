/// A source's tree is the effective dataset as a file system: folders with their children in the order of the listing,
/// found by path as POSIX finds them.
///
/// Built once for an effective dataset, which must outlive it, as must the faults; then only read, from any thread.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "proofload/fault.hpp"
#include "proofload/source.hpp"

namespace proofload {

/// A fault with its number in the case.
struct NumberedFault {
  std::size_t index = 0;
  const Fault* fault = nullptr;
};

struct TreeNode {
  const EffectiveNode* leaf = nullptr;  ///< nothing for a folder
  NodeKind kind = NodeKind::directory;  ///< as listed: an absent one is listed as a file
  std::vector<Entry> children;          ///< directories in the order of their first appearance

  std::vector<std::size_t> met_in_list;  ///< faults that a loader meets in listing this folder,
  std::vector<std::size_t> met_in_stat;  ///< … in asking for this node,
  std::vector<std::size_t> met_in_open;  ///< … in opening it,
  std::vector<NumberedFault> in_time;    ///< … in reading it,
  std::vector<NumberedFault> in_calls;   ///< … or by the number of a call for it
  std::size_t parent = 0;                ///< number of the folder that it lies in

  [[nodiscard]] bool is(EffectiveNode::State state) const { return leaf != nullptr && leaf->state == state; }
  /// Listed as a file, and not to be found behind its name.
  [[nodiscard]] bool leads_nowhere() const {
    return is(EffectiveNode::State::absent) || is(EffectiveNode::State::link_loop);
  }
  /// The errno value of what leads nowhere.
  [[nodiscard]] int nowhere_error() const { return is(EffectiveNode::State::link_loop) ? ELOOP : ENOENT; }
};

/// What a path leads to.
struct Found {
  enum class Where : std::uint8_t { inside, outside_file, outside_folder, nowhere };
  Where where = Where::nowhere;
  const TreeNode* node = nullptr;  ///< when inside
  int error = 0;                   ///< when nowhere
};

class SourceTree {
 public:
  SourceTree(const EffectiveDataset& dataset, std::span<const Fault> faults);

  [[nodiscard]] Found find(std::string_view path) const;
  [[nodiscard]] const EffectiveDataset& dataset() const { return dataset_; }
  [[nodiscard]] std::span<const Fault> faults() const { return faults_; }

 private:
  std::size_t folder(std::string_view path);
  void add_leaf(const EffectiveNode& leaf);
  void meet_faults(TreeNode& parent, TreeNode& node) const;
  [[nodiscard]] Found walk(std::string_view path) const;

  const EffectiveDataset& dataset_;
  std::span<const Fault> faults_;
  std::vector<TreeNode> nodes_;  ///< the first is the root
  std::unordered_map<std::string_view, std::size_t> by_path_;
};

}  // namespace proofload
