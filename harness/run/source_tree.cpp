#include "run/source_tree.hpp"

#include <algorithm>
#include <cerrno>

namespace proofload {
namespace {

// As on Linux: PATH_MAX counts the closing NUL, NAME_MAX does not.
constexpr std::size_t longest_path = 4095;
constexpr std::size_t longest_name = 255;
constexpr int most_links = 40;

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view name_in(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

NodeKind listed_as(EffectiveNode::State state) {
  using State = EffectiveNode::State;
  switch (state) {
    case State::directory:
    case State::folder_loop:
      return NodeKind::directory;
    case State::fifo:
    case State::socket:
      return NodeKind::other;
    case State::file:
    case State::absent:
    case State::unreadable:
    case State::link_loop:
      break;
  }
  return NodeKind::file;
}

Found nowhere(int error) { return {Found::Where::nowhere, nullptr, error}; }

}  // namespace

SourceTree::SourceTree(const EffectiveDataset& dataset, std::span<const Fault> faults)
    : dataset_(dataset), faults_(faults) {
  nodes_.reserve(dataset.nodes.size() + dataset.folders.size() + 8);
  by_path_.reserve(dataset.nodes.size() * 2 + dataset.folders.size());
  nodes_.emplace_back();
  by_path_.emplace("", 0);
  for (const EffectiveNode& leaf : dataset.nodes) {
    add_leaf(leaf);
  }
  for (const std::string& path : dataset.folders) {
    folder(path);
  }
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (faults[i].kind != FaultKind::listing_order || (i < dataset.inert.size() && dataset.inert[i])) {
      continue;
    }
    for (TreeNode& node : nodes_) {
      if (node.children.size() > 1) {
        node.met_in_list.push_back(i);
      }
    }
  }
}

std::size_t SourceTree::folder(std::string_view path) {
  if (const auto found = by_path_.find(path); found != by_path_.end()) {
    return found->second;
  }
  const std::size_t parent = folder(parent_of(path));
  const std::size_t index = nodes_.size();
  nodes_.emplace_back().parent = parent;
  by_path_.emplace(path, index);
  nodes_[parent].children.push_back({std::string(name_in(path)), NodeKind::directory});
  return index;
}

void SourceTree::add_leaf(const EffectiveNode& leaf) {
  if (by_path_.contains(leaf.path)) {
    return;  // its place is taken: the first one stays, as in reading a case
  }
  const std::size_t parent = folder(parent_of(leaf.path));
  if (nodes_[parent].leaf != nullptr) {
    return;  // it would lie in a file
  }
  by_path_.emplace(leaf.path, nodes_.size());
  TreeNode& node = nodes_.emplace_back();
  node.leaf = &leaf;
  node.kind = listed_as(leaf.state);
  node.parent = parent;
  nodes_[parent].children.push_back({std::string(name_in(leaf.path)), node.kind});
  if (!leaf.faults.empty()) {
    meet_faults(nodes_[parent], node);
  }
}

void SourceTree::meet_faults(TreeNode& parent, TreeNode& node) const {
  for (const std::size_t index : node.leaf->faults) {
    const Fault& fault = faults_[index];
    if (fault.kind == FaultKind::read_error || fault.kind == FaultKind::short_read) {
      node.in_time.push_back({index, &fault});
      continue;
    }
    if (traits(fault.kind).time == FaultTime::in_time) {
      const bool of_folder = fault.kind == FaultKind::call_error && fault.text == "list";
      (of_folder ? parent : node).in_calls.push_back({index, &fault});
      continue;
    }
    node.met_in_open.push_back(index);
    switch (fault.kind) {
      case FaultKind::rename:
      case FaultKind::twin_name:
      case FaultKind::extra_node:
      case FaultKind::special_node:
      case FaultKind::directory:
        parent.met_in_list.push_back(index);
        node.met_in_list.push_back(index);
        node.met_in_stat.push_back(index);
        break;
      case FaultKind::missing_path:
        node.met_in_list.push_back(index);
        node.met_in_stat.push_back(index);
        break;
      default:  // bytes and permission are met when the file is opened
        break;
    }
  }
}

Found SourceTree::find(std::string_view path) const {
  if (const auto found = by_path_.find(path); found != by_path_.end()) {
    const TreeNode& node = nodes_[found->second];
    return {Found::Where::inside, node.is(EffectiveNode::State::folder_loop) ? &nodes_[node.parent] : &node, 0};
  }
  return walk(path);
}

Found SourceTree::walk(std::string_view path) const {
  if (path.find('\0') != std::string_view::npos) {
    return nowhere(EINVAL);
  }
  if (path.size() > longest_path) {
    return nowhere(ENAMETOOLONG);
  }
  const auto outside = [](std::string_view rest) {
    const auto is_way = [](char c) { return c == '/' || c == '.'; };
    return Found{std::ranges::all_of(rest, is_way) ? Found::Where::outside_folder : Found::Where::outside_file, nullptr,
                 0};
  };
  if (path.starts_with('/')) {
    return outside(path);
  }
  std::string reached;  // the plain path so far
  const TreeNode* node = &nodes_.front();
  std::string_view rest = path;
  int links = 0;
  for (;;) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    // Also behind a closing slash, and for ".", there must be a folder.
    if (node->kind != NodeKind::directory) {
      return nowhere(node->leads_nowhere() ? node->nowhere_error() : ENOTDIR);
    }
    if (part == "..") {
      if (reached.empty()) {
        return outside(slash == std::string_view::npos ? "" : rest.substr(slash));
      }
      reached.resize(parent_of(reached).size());
      node = &nodes_[by_path_.at(reached)];
    } else if (!part.empty() && part != ".") {
      if (part.size() > longest_name) {
        return nowhere(ENAMETOOLONG);
      }
      reached += reached.empty() ? "" : "/";
      reached += part;
      const auto found = by_path_.find(reached);
      if (found == by_path_.end()) {
        return nowhere(ENOENT);
      }
      node = &nodes_[found->second];
      if (node->is(EffectiveNode::State::folder_loop)) {
        if (++links > most_links) {
          return nowhere(ELOOP);
        }
        node = &nodes_[node->parent];
        reached.resize(parent_of(reached).size());
      }
    }
    if (slash == std::string_view::npos) {
      return {Found::Where::inside, node, 0};
    }
    rest.remove_prefix(slash + 1);
  }
}

}  // namespace proofload
