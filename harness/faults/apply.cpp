#include <algorithm>
#include <utility>

#include "faults/extra_node.hpp"
#include "faults/fault_table.hpp"
#include "faults/rename.hpp"
#include "faults/special_node.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

/// The effective dataset as it grows, fault by fault. A fault acts on what those before it left.
class Applying {
 public:
  explicit Applying(const Dataset& dataset) : clean_(dataset) {
    effective_.nodes.reserve(dataset.files.size());
    for (const DataFile& file : dataset.files) {
      effective_.nodes.push_back({.path = file.path, .clean_path = file.path, .bytes = file.bytes});
    }
    effective_.folders = dataset.folders;
  }

  /// Whether it changed something.
  bool apply(const Fault& fault, std::size_t index) {
    const FaultEffect& effect = row_of(fault.kind).effect;
    if (std::holds_alternative<PermutesListing>(effect)) {
      return permute(fault);
    }
    EffectiveNode* node = find(fault.path);
    if (node == nullptr) {
      return false;
    }
    if (std::holds_alternative<AddsNode>(effect)) {
      return add_beside(*node, fault, index);
    }
    if (std::holds_alternative<RenamesTwins>(effect)) {
      return rename_twins(*node, fault, index);
    }
    if (!change(*node, fault, effect)) {
      return false;
    }
    node->faults.push_back(index);
    return true;
  }

  /// Takes back from the account what in the end cannot be seen: changes that cancel out, and bytes that nobody can
  /// read. `inert` has a value for each fault.
  EffectiveDataset finish(std::span<const Fault> faults, std::vector<bool> inert) {
    for (EffectiveNode& node : effective_.nodes) {
      if (!node.faults.empty()) {
        settle(node, faults, inert);
      }
    }
    if (is_permuted_ && in_clean_order()) {
      for (std::size_t i = 0; i < faults.size(); ++i) {
        if (faults[i].kind == FaultKind::listing_order) {
          inert[i] = true;
        }
      }
    }
    effective_.inert = std::move(inert);
    return std::move(effective_);
  }

 private:
  EffectiveNode* find(const std::string& clean_path) {
    // Nodes that a fault put there have no clean path.
    const auto found = std::ranges::find(effective_.nodes, clean_path, &EffectiveNode::clean_path);
    return clean_path.empty() || found == effective_.nodes.end() ? nullptr : &*found;
  }

  bool change(EffectiveNode& node, const Fault& fault, const FaultEffect& effect) {
    if (std::holds_alternative<RenamesNode>(effect)) {
      return rename(node, fault);
    }
    if (node.state != EffectiveNode::State::file) {
      return false;  // there are no bytes to be changed or read any more
    }
    if (const auto* state = std::get_if<EffectiveNode::State>(&effect)) {
      node.state = *state;
      return true;
    }
    if (std::holds_alternative<MakesSpecial>(effect)) {
      const auto special = special_state(fault.text);
      node.state = special.value_or(node.state);
      return special.has_value();
    }
    if (const auto* bytes_after = std::get_if<ByteFault>(&effect)) {
      std::optional<Blob> after = (*bytes_after)({node.bytes, fault, clean_});
      if (!after || *after == node.bytes) {
        return false;
      }
      node.bytes = std::move(*after);
      return true;
    }
    if (fault.kind == FaultKind::call_error || fault.kind == FaultKind::changed_file ||
        fault.kind == FaultKind::cache_leftover) {
      return std::ranges::find(traits(fault.kind).texts, fault.text) != traits(fault.kind).texts.end();
    }
    // No read can be short where even one of all bytes is not.
    return fault.kind != FaultKind::short_read || std::max<std::uint64_t>(fault.amount, 1) < node.bytes.size();
  }

  /// Whether something is there, or was in the clean dataset: so a name always means one sample.
  [[nodiscard]] bool taken(const std::string& path) const {
    const auto leads_through = [&path](const std::string& other) {
      return other.starts_with(path) && (other.size() == path.size() || other[path.size()] == '/');
    };
    return std::ranges::any_of(effective_.nodes,
                               [&](const EffectiveNode& other) {
                                 return leads_through(other.path) || leads_through(other.clean_path);
                               }) ||
           std::ranges::any_of(effective_.folders, leads_through);
  }

  bool add_beside(const EffectiveNode& node, const Fault& fault, std::size_t index) {
    auto extra = extra_node(node.path, node.bytes, fault.text);
    if (!extra || !is_plain_path(extra->path) || taken(extra->path)) {
      return false;
    }
    extra->faults.push_back(index);
    effective_.nodes.push_back(*std::move(extra));
    return true;
  }

  bool rename_twins(EffectiveNode& node, const Fault& fault, std::size_t index) {
    const auto folder_of = [](const EffectiveNode& of) { return of.path.substr(0, of.path.rfind('/') + 1); };
    const auto twin = std::ranges::find_if(effective_.nodes, [&](const EffectiveNode& other) {
      return &other != &node && !other.clean_path.empty() && folder_of(other) == folder_of(node);
    });
    if (twin == effective_.nodes.end()) {
      return false;
    }
    auto paths = twin_paths(node.path, twin->path, fault.text);
    const auto free = [&](const std::string& path, const EffectiveNode& of) {
      return path == of.path || (is_plain_path(path) && !taken(path));
    };
    if (!paths || !free(paths->first, node) || !free(paths->second, *twin)) {
      return false;
    }
    node.path = std::move(paths->first);
    twin->path = std::move(paths->second);
    node.faults.push_back(index);
    twin->faults.push_back(index);
    return true;
  }

  bool rename(EffectiveNode& node, const Fault& fault) {
    for (std::uint32_t attempt = 0; attempt <= effective_.nodes.size() + effective_.folders.size(); ++attempt) {
      auto path = hostile_path(node.clean_path, fault.text, attempt);
      if (!path || *path == node.path) {
        return false;
      }
      if (!taken(*path)) {
        node.path = std::move(*path);
        return true;
      }
    }
    return false;
  }

  bool permute(const Fault& fault) {
    const auto order = [this] {
      std::vector<std::string_view> paths;
      paths.reserve(effective_.nodes.size());
      for (const EffectiveNode& node : effective_.nodes) {
        paths.emplace_back(node.clean_path);
      }
      return paths;
    };
    // Views into the nodes would move with them: the old order is kept as texts.
    const auto views = order();
    const std::vector<std::string> nodes_before(views.begin(), views.end());
    const auto folders_before = effective_.folders;
    Random random(fault.seed);
    shuffle(effective_.nodes, random);
    shuffle(effective_.folders, random);
    const bool changed = !std::ranges::equal(order(), nodes_before) || effective_.folders != folders_before;
    is_permuted_ = is_permuted_ || changed;
    return changed;
  }

  [[nodiscard]] bool in_clean_order() const {
    return effective_.folders == clean_.folders &&
           std::ranges::equal(effective_.nodes, clean_.files, {}, &EffectiveNode::clean_path, &DataFile::path);
  }

  /// What the file holds for some of its opens, where that differs.
  void add_version(EffectiveNode& node, const Fault& fault, std::size_t index) const {
    auto other = changed_meanwhile({node.bytes, fault, clean_});
    if (other && *other != node.bytes) {
      node.versions.push_back({index, *std::move(other)});
    }
  }

  void settle(EffectiveNode& node, std::span<const Fault> faults, std::vector<bool>& inert) const {
    const bool is_file = node.state == EffectiveNode::State::file;
    const auto clean = std::ranges::find(clean_.files, node.clean_path, &DataFile::path);
    const bool bytes_are_clean = is_file && clean != clean_.files.end() && clean->bytes == node.bytes;
    for (const std::size_t index : node.faults) {
      if (is_file && faults[index].kind == FaultKind::changed_file) {
        add_version(node, faults[index], index);
      }
    }
    std::erase_if(node.faults, [&](std::size_t index) {
      const FaultEffect& effect = row_of(faults[index].kind).effect;
      const bool no_version = faults[index].kind == FaultKind::changed_file &&
                              std::ranges::find(node.versions, index, &OtherVersion::fault) == node.versions.end();
      const bool unseen = (std::holds_alternative<ByteFault>(effect) && (!is_file || bytes_are_clean)) ||
                          (std::holds_alternative<ActsInTime>(effect) && (!is_file || no_version));
      if (unseen) {
        inert[index] = true;
      }
      return unseen;
    });
  }

  const Dataset& clean_;
  EffectiveDataset effective_;
  bool is_permuted_ = false;
};

}  // namespace

EffectiveDataset apply(const Dataset& dataset, std::span<const Fault> faults) {
  Applying applying(dataset);
  std::vector<bool> inert(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) {
    inert[i] = !applying.apply(faults[i], i);
  }
  return applying.finish(faults, std::move(inert));
}

}  // namespace proofload
