/// The timed faults of one opened file decide about each of its reads, by the number of the read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <set>
#include <span>
#include <vector>

#include "run/source_log.hpp"
#include "run/source_tree.hpp"

namespace proofload {

/// The errno value that a fault lets a call fail with.
int errno_of(const Fault& fault);

class TimedFaults {
 public:
  TimedFaults(std::span<const NumberedFault> faults, SourceLog& log) : faults_(faults), log_(log) {}

  /// How many bytes the next read may give, of `wanted` (not 0), with `given` of the file's `size` bytes read so far.
  std::expected<std::size_t, IoError> allow(std::size_t wanted, std::size_t given, std::size_t size) {
    return faults_.empty() ? std::expected<std::size_t, IoError>(wanted) : decide(wanted, given, size);
  }

 private:
  std::expected<std::size_t, IoError> decide(std::size_t wanted, std::size_t given, std::size_t size);

  std::span<const NumberedFault> faults_;
  SourceLog& log_;
  std::uint64_t reads_ = 0;
  std::vector<std::size_t> met_;        ///< faults noted already: once for each open
  std::set<std::size_t> failed_early_;  ///< read errors that came before the file's end
};

}  // namespace proofload
