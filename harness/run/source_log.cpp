#include "run/source_log.hpp"

#include <algorithm>
#include <utility>

#include "run/pulse.hpp"

namespace proofload {
namespace {

// A loader that leaves the root without end fills no memory.
constexpr std::size_t most_escapes = 64;

void add(const std::vector<std::atomic<std::uint64_t>>& from, std::vector<std::uint64_t>& into) {
  into.resize(std::max(into.size(), from.size()));
  for (std::size_t i = 0; i < from.size(); ++i) {
    into[i] += from[i].load(std::memory_order_relaxed);
  }
}

}  // namespace

void SourceLog::escaped(std::string path) {
  const std::lock_guard lock(mutex_);
  if (escapes_.size() < most_escapes && std::ranges::find(escapes_, path) == escapes_.end()) {
    escapes_.push_back(std::move(path));
  }
}

void SourceLog::called() {
  calls_.fetch_add(1, std::memory_order_relaxed);
  pulse().source_calls.fetch_add(1, std::memory_order_relaxed);
}

void SourceLog::put_into(Trace& trace) const {
  add(fired_, trace.fired);
  add(fired_early_, trace.fired_early);
  trace.source_calls += calls_.load(std::memory_order_relaxed);
  trace.used_path = trace.used_path || path_asked_.load(std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  for (const std::string& path : escapes_) {
    if (std::ranges::find(trace.escapes, path) == trace.escapes.end()) {
      trace.escapes.push_back(path);
    }
  }
}

}  // namespace proofload
