#include "run/call_faults.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "run/timed_faults.hpp"

namespace proofload {
namespace {

constexpr std::uint64_t longest_delay = 200;  // tenths of a millisecond

std::uint32_t first_of(const Fault& fault) { return std::max<std::uint32_t>(fault.nth, 1); }

/// Whether the call of that number, from 1, is one that the fault is for.
bool is_for(const Fault& fault, std::uint32_t number) {
  const bool and_later = fault.amount == 1 || fault.text == "gone";
  return number == first_of(fault) || (and_later && number > first_of(fault));
}

}  // namespace

int CallFaults::meet(const TreeNode& node, std::string_view text, Call call) {
  const std::lock_guard lock(mutex_);
  auto& counts = counts_[&node];
  const std::uint32_t number = ++counts[call];
  int error = 0;
  for (const auto& [index, fault] : node.in_calls) {
    if (fault->kind != FaultKind::call_error) {
      continue;
    }
    if (fault->text == text && is_for(*fault, number)) {
      log_.fired(index);
      log_.fired_early(index);
      error = errno_of(*fault);
    } else if (fault->text == text && number == first_of(*fault) + 1) {
      log_.recovered(index);
    } else if (fault->text == "gone" && call == stats && counts[opens] >= first_of(*fault)) {
      error = errno_of(*fault);
    }
  }
  return error;
}

OpenFate CallFaults::meet_open(const TreeNode& node) {
  OpenFate fate;
  std::uint64_t delay = 0;
  {
    const std::lock_guard lock(mutex_);
    const std::uint32_t number = ++counts_[&node][opens];
    for (const auto& [index, fault] : node.in_calls) {
      const bool acts = is_for(*fault, number);
      if (fault->kind == FaultKind::slow) {
        log_.fired(index);
        delay = std::max(delay, std::min(fault->amount, longest_delay));
      } else if (fault->kind == FaultKind::changed_file && acts) {
        log_.fired(index);
        const auto version = std::ranges::find(node.leaf->versions, index, &OtherVersion::fault);
        fate.bytes = version == node.leaf->versions.end() ? fate.bytes : &version->bytes;
      } else if (fault->kind == FaultKind::call_error && fault->text != "stat" && fault->text != "list") {
        if (acts) {
          log_.fired(index);
          log_.fired_early(index);
          (fault->text == "read" ? fate.read_error : fate.error) = errno_of(*fault);
        } else if (number == first_of(*fault) + 1) {
          log_.recovered(index);
        }
      }
    }
  }
  if (delay != 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(100 * delay));
  }
  return fate;
}

}  // namespace proofload
