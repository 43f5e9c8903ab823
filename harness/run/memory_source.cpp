#include "run/memory_source.hpp"

#include <algorithm>
#include <cstring>

#include "run/memory_meter.hpp"
#include "run/timed_faults.hpp"

namespace proofload {
namespace {

class MemoryFile final : public File {
 public:
  MemoryFile(const TreeNode& node, SourceLog& log)
      : bytes_(node.leaf->bytes.bytes()), faults_(node.in_time, log), log_(log), open_(log) {}

  std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
    log_.called();
    const MemoryMeter::NotCounted own;
    if (into.empty()) {
      return 0;
    }
    const auto allowed = faults_.allow(into.size(), given_, bytes_.size());
    if (!allowed) {
      return allowed;
    }
    const std::size_t size = std::min(*allowed, bytes_.size() - given_);
    if (size != 0) {
      std::memcpy(into.data(), bytes_.data() + given_, size);
    }
    given_ += size;
    return size;
  }

 private:
  std::span<const std::byte> bytes_;
  TimedFaults faults_;
  SourceLog& log_;
  OpenFile open_;
  std::size_t given_ = 0;
};

}  // namespace

std::expected<Status, IoError> MemorySource::stat_inside(std::string_view /*path*/, const Found& found) {
  if (found.where == Found::Where::nowhere) {
    return std::unexpected(IoError{found.error});
  }
  if (found.node->is(EffectiveNode::State::absent)) {
    return std::unexpected(IoError{ENOENT});
  }
  return Status{found.node->kind, found.node->kind == NodeKind::file ? found.node->leaf->bytes.size() : 0};
}

std::expected<std::unique_ptr<File>, IoError> MemorySource::open_inside(std::string_view /*path*/, const Found& found) {
  if (found.where == Found::Where::nowhere) {
    return std::unexpected(IoError{found.error});
  }
  if (found.node->is(EffectiveNode::State::absent)) {
    return std::unexpected(IoError{ENOENT});
  }
  return std::make_unique<MemoryFile>(*found.node, log());
}

}  // namespace proofload
