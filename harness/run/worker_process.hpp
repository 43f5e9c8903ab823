/// A worker process is a child that judges case after case and answers with verdicts, until it dies.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "proofload/registry.hpp"
#include "proofload/worker.hpp"
#include "run/death.hpp"
#include "run/deathbed.hpp"

namespace proofload {

class WorkerProcess {
 public:
  /// Forks at once. Throws `std::system_error` when the system has no more processes, descriptors or memory.
  WorkerProcess(const RegisteredLoader& loader, const WorkerLimits& limits);
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;
  /// Ends the child, if need be by force.
  ~WorkerProcess();

  /// A thread that a loader left behind may end the child between two cases.
  [[nodiscard]] bool died_meanwhile() const;

  /// The verdict of a case, or how the child died of it. After a death, or an exception, the object is of no more use.
  /// `show`, if there is any, is called about once a second until then.
  std::variant<Verdict, ProcessDeath> check(const Case& value,
                                            const std::function<void(const WorkerProgress&)>& show = {});

  /// Cases judged so far.
  [[nodiscard]] std::uint64_t cases() const { return cases_; }

 private:
  [[noreturn]] void serve(const RegisteredLoader& loader, const WorkerLimits& limits, pid_t parent);
  void close_ends();
  ProcessDeath bury();
  std::string log_tail() const;

  SharedDeathbed deathbed_;
  int own_end_ = -1;
  int child_end_ = -1;
  int log_ = -1;
  pid_t child_ = -1;
  pid_t owner_ = -1;
  std::uint64_t cases_ = 0;
};

}  // namespace proofload
