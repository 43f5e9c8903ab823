#include "run/timed_faults.hpp"

#include <algorithm>

namespace proofload {
namespace {

// Linux has no errno value above it; others would be no error that a loader can meet.
constexpr int highest_errno = 133;

}  // namespace

int errno_of(const Fault& fault) { return fault.code > 0 && fault.code <= highest_errno ? fault.code : EIO; }

std::expected<std::size_t, IoError> TimedFaults::decide(std::size_t wanted, std::size_t given, std::size_t size) {
  ++reads_;
  const auto note = [this](std::size_t index) {
    if (std::ranges::find(met_, index) != met_.end()) {
      return false;
    }
    met_.push_back(index);
    log_.fired(index);
    return true;
  };
  std::size_t allowed = wanted;
  for (const auto& [index, fault] : faults_) {
    const std::uint64_t nth = std::max<std::uint32_t>(fault->nth, 1);
    if (fault->kind == FaultKind::read_error) {
      if (reads_ == nth) {
        if (note(index) && given < size) {
          log_.fired_early(index);
          failed_early_.insert(index);
        }
        return std::unexpected(IoError{errno_of(*fault)});
      }
      if (reads_ == nth + 1 && failed_early_.contains(index)) {
        log_.recovered(index);  // whoever reads on misses nothing
      }
    } else if (reads_ >= nth) {
      const std::uint64_t most = std::max<std::uint64_t>(fault->amount, 1);
      if (most < std::min<std::uint64_t>(allowed, size - std::min(given, size))) {
        note(index);
        allowed = static_cast<std::size_t>(most);
      }
    }
  }
  return allowed;
}

}  // namespace proofload
