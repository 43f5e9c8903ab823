/// A source's log is what a loader did with the dataset: which faults it met, and whether it left the root.
///
/// Threads: any function may be called from any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "proofload/trace.hpp"

namespace proofload {

class SourceLog {
 public:
  explicit SourceLog(std::size_t faults) : fired_(faults), fired_early_(faults) {}

  /// The loader met a fault in a list, stat or open, or in a read of one opened file for the first time.
  void fired(std::size_t fault) { fired_[fault].fetch_add(1, std::memory_order_relaxed); }
  /// A call failed, or a read before all of the file had been given.
  void fired_early(std::size_t fault) { fired_early_[fault].fetch_add(1, std::memory_order_relaxed); }
  /// The loader tried again what failed once, and it went well: as if it had not failed early.
  void recovered(std::size_t fault) { fired_early_[fault].fetch_sub(1, std::memory_order_relaxed); }
  /// A path outside of the root was read; noted once.
  void escaped(std::string path);
  /// The loader asked for the folder's path.
  void path_asked() { path_asked_.store(true, std::memory_order_relaxed); }
  /// The loader holds one file more, or less.
  void opened() { open_files_.fetch_add(1, std::memory_order_relaxed); }
  void closed() { open_files_.fetch_sub(1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t open_files() const { return open_files_.load(std::memory_order_relaxed); }
  /// A call to the source; moves the pulse too.
  void called();

  /// Adds what was seen to the trace's fields: `fired`, `fired_early`, `escapes`, `used_path`, `source_calls`.
  void put_into(Trace& trace) const;

 private:
  std::vector<std::atomic<std::uint64_t>> fired_;
  std::vector<std::atomic<std::uint64_t>> fired_early_;
  std::atomic<std::uint64_t> calls_{0};
  std::atomic<std::uint64_t> open_files_{0};
  std::atomic<bool> path_asked_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> escapes_;
};

/// A file that the loader holds, while it lives.
class OpenFile {
 public:
  explicit OpenFile(SourceLog& log) : log_(log) { log_.opened(); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { log_.closed(); }

 private:
  SourceLog& log_;
};

}  // namespace proofload
