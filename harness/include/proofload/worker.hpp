/// A worker judges cases in a process of its own, so that a crash, a hang or exhausted memory of the loader is a
/// verdict like any other.
///
/// It is forked from this process when first needed, runs case after case, and is forked anew only after a death. Make
/// it before the process has threads. Not for several threads at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

struct WorkerLimits {
  std::chrono::milliseconds deadline{2000};   ///< of a call into the loader, before it is looked at for standing still
  std::chrono::milliseconds processor{5000};  ///< processor time of one call, beside what the input's size allows
  std::uint64_t memory = std::uint64_t{2} << 30U;  ///< bytes of resident memory
};

/// Of a case that is being judged.
struct WorkerProgress {
  std::chrono::milliseconds elapsed{0};
  std::uint64_t calls = 0;   ///< into the loader, in this process
  std::uint64_t memory = 0;  ///< resident bytes
};

class Worker {
 public:
  explicit Worker(const RegisteredLoader& loader, WorkerLimits limits = {});
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  /// Called about once a second while a case is judged, on the thread that asked for it. It must not throw.
  void on_progress(std::function<void(const WorkerProgress&)> show);

  /// Never throws and always returns, whatever the loader does.
  Verdict check(const Case& value);

 private:
  class Process;
  std::unique_ptr<Process> process_;
};

}  // namespace proofload
