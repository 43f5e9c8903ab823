#include "run/memory_source.hpp"

#include "run/memory_file.hpp"

namespace proofload {

std::expected<Status, IoError> MemorySource::stat_inside(std::string_view /*path*/, const Found& found) {
  if (found.where == Found::Where::nowhere) {
    return std::unexpected(IoError{found.error});
  }
  if (found.node->leads_nowhere()) {
    return std::unexpected(IoError{found.node->nowhere_error()});
  }
  return Status{found.node->kind, found.node->kind == NodeKind::file ? found.node->leaf->bytes.size() : 0};
}

std::expected<std::unique_ptr<File>, IoError> MemorySource::open_inside(std::string_view /*path*/, const Found& found) {
  if (found.where == Found::Where::nowhere) {
    return std::unexpected(IoError{found.error});
  }
  if (found.node->leads_nowhere()) {
    return std::unexpected(IoError{found.node->nowhere_error()});
  }
  if (found.node->is(EffectiveNode::State::socket)) {
    return std::unexpected(IoError{ENXIO});
  }
  // A pipe that nobody writes to is at its end at once: neither source lets a loader wait for it.
  const bool is_pipe = found.node->is(EffectiveNode::State::fifo);
  const auto bytes = is_pipe ? std::span<const std::byte>{} : found.node->leaf->bytes.bytes();
  return std::make_unique<MemoryFile>(bytes, found.node->in_time, log());
}

}  // namespace proofload
