#include <algorithm>
#include <utility>

#include "faults/fault_table.hpp"
#include "faults/rename.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

template <class T>
void shuffle(std::vector<T>& items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.below(i)]);
  }
}

/// The effective dataset as it grows, fault by fault. A fault acts on what those before it left.
class Applying {
 public:
  explicit Applying(const Dataset& dataset) : clean_(dataset) {
    effective_.nodes.reserve(dataset.files.size());
    for (const DataFile& file : dataset.files) {
      effective_.nodes.push_back({file.path, file.path, file.bytes, EffectiveNode::State::file, {}});
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
    if (node == nullptr || !change(*node, fault, effect)) {
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
    const auto found = std::ranges::find(effective_.nodes, clean_path, &EffectiveNode::clean_path);
    return found == effective_.nodes.end() ? nullptr : &*found;
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
    if (const auto* bytes_after = std::get_if<ByteFault>(&effect)) {
      std::optional<Blob> after = (*bytes_after)({node.bytes, fault, clean_});
      if (!after || *after == node.bytes) {
        return false;
      }
      node.bytes = std::move(*after);
      return true;
    }
    // No read can be short where even one of all bytes is not.
    return fault.kind != FaultKind::short_read || std::max<std::uint64_t>(fault.amount, 1) < node.bytes.size();
  }

  bool rename(EffectiveNode& node, const Fault& fault) {
    const auto taken = [this](const std::string& path) {
      const auto leads_through = [&path](const std::string& other) {
        return other.starts_with(path) && (other.size() == path.size() || other[path.size()] == '/');
      };
      // Clean paths count as taken as well, so that a name always means one sample.
      return std::ranges::any_of(effective_.nodes,
                                 [&](const EffectiveNode& other) {
                                   return leads_through(other.path) || leads_through(other.clean_path);
                                 }) ||
             std::ranges::any_of(effective_.folders, leads_through);
    };
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

  void settle(EffectiveNode& node, std::span<const Fault> faults, std::vector<bool>& inert) const {
    const bool is_file = node.state == EffectiveNode::State::file;
    const auto clean = std::ranges::find(clean_.files, node.clean_path, &DataFile::path);
    const bool bytes_are_clean = is_file && clean != clean_.files.end() && clean->bytes == node.bytes;
    std::erase_if(node.faults, [&](std::size_t index) {
      const FaultEffect& effect = row_of(faults[index].kind).effect;
      const bool unseen = (std::holds_alternative<ByteFault>(effect) && (!is_file || bytes_are_clean)) ||
                          (std::holds_alternative<ActsInTime>(effect) && !is_file);
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
