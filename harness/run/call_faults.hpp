/// The faults of calls decide about each list, stat and open by its number for that path in this run.
///
/// Threads: any function may be called from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "run/source_log.hpp"
#include "run/source_tree.hpp"

namespace proofload {

/// What happens to an open.
struct OpenFate {
  int error = 0;                ///< an errno value, when it fails
  int read_error = 0;           ///< an errno value, when it does not, and its reads do
  const Blob* bytes = nullptr;  ///< what is found instead of the file's own
};

class CallFaults {
 public:
  explicit CallFaults(SourceLog& log) : log_(log) {}

  /// An errno value, or 0.
  int list(const TreeNode& folder) { return folder.in_calls.empty() ? 0 : meet(folder, "list", lists); }
  int stat(const TreeNode& node) { return node.in_calls.empty() ? 0 : meet(node, "stat", stats); }
  OpenFate open(const TreeNode& node) { return node.in_calls.empty() ? OpenFate{} : meet_open(node); }

 private:
  enum Call : std::uint8_t { lists, stats, opens };

  int meet(const TreeNode& node, std::string_view text, Call call);
  OpenFate meet_open(const TreeNode& node);

  SourceLog& log_;
  std::mutex mutex_;
  std::unordered_map<const TreeNode*, std::array<std::uint32_t, 3>> counts_;
};

/// A file whose every read fails.
class FailingFile final : public File {
 public:
  FailingFile(int error, SourceLog& log) : error_(error), log_(log), open_(log) {}

  std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
    log_.called();
    return into.empty() ? std::expected<std::size_t, IoError>(0) : std::unexpected(IoError{error_});
  }

 private:
  int error_;
  SourceLog& log_;
  OpenFile open_;
};

}  // namespace proofload
