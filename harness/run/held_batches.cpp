#include "run/held_batches.hpp"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

// NOLINTBEGIN(bugprone-reserved-identifier): the runtime's own name, there only when it is linked
extern "C" {
[[gnu::weak]] void* __asan_region_is_poisoned(void* begin, std::size_t size);
}
// NOLINTEND(bugprone-reserved-identifier)

namespace proofload {
namespace {

constexpr std::size_t most_changes = 16;

/// What lies there now; nothing when the memory was given back, as far as that can be known. Where no sanitizer knows,
/// the system reads for us, into `copy`: it does not die of memory that is gone.
std::optional<std::span<const std::byte>> bytes_now(std::span<const std::byte> bytes, std::vector<std::byte>& copy) {
  if (bytes.empty()) {
    return bytes;
  }
  auto* const begin = const_cast<std::byte*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): only read
  if (__asan_region_is_poisoned != nullptr) {
    return __asan_region_is_poisoned(begin, bytes.size()) == nullptr ? std::optional(bytes) : std::nullopt;
  }
  copy.resize(bytes.size());
  const iovec here{copy.data(), copy.size()};
  const iovec there{begin, bytes.size()};
  const ssize_t got = process_vm_readv(getpid(), &here, 1, &there, 1, 0);
  if (got == static_cast<ssize_t>(bytes.size())) {
    return copy;
  }
  if (got >= 0 || errno == EFAULT) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace

void HeldBatches::hold(Batch batch, const Trace& trace) {
  if (life_ != BatchLife::undeclared) {
    held_.push_back({std::move(batch), trace.epochs.size() - 1, trace.epochs.back().batches.size() - 1, 0});
  }
}

void HeldBatches::before_call(Trace& trace) {
  if (life_ == BatchLife::until_next) {
    let_go(trace);
  }
}

void HeldBatches::after_call(Trace& trace) {
  for (Held& held : held_) {
    ++held.calls;
  }
  while (!held_.empty() && held_.front().calls >= further_calls_) {
    read_again(held_.front(), trace);
    held_.pop_front();
  }
}

void HeldBatches::let_go(Trace& trace) {
  for (const Held& held : held_) {
    read_again(held, trace);
  }
  held_.clear();
}

void HeldBatches::read_again(const Held& held, Trace& trace) {
  ++trace.reread;
  const TracedBatch& copy = trace.epochs[held.epoch].batches[held.number];
  const auto look = [&](const char* name, const Tensor& now, const TracedTensor& then) {
    if (trace.later_changes.size() >= most_changes) {
      return;
    }
    LaterChange change{.epoch = held.epoch, .batch = held.number, .calls = held.calls, .tensor = name};
    const auto bytes = bytes_now(now.bytes.first(then.bytes.size()), copy_);
    if (!bytes) {
      change.how = LaterChange::How::freed;
      trace.later_changes.push_back(std::move(change));
      return;
    }
    if (bytes->empty() || std::memcmp(bytes->data(), then.bytes.data(), bytes->size()) == 0) {
      return;  // nearly always, and faster told than where
    }
    const auto [a, b] = std::ranges::mismatch(*bytes, then.bytes);
    if (b == then.bytes.end()) {
      return;  // it changes while it is looked at: another thread's doing, met by the next look
    }
    const auto rows = static_cast<std::uint64_t>(std::max<std::int64_t>(then.rows(), 1));
    const std::uint64_t row_size = std::max<std::uint64_t>(then.bytes.size() / rows, 1);
    change.row = static_cast<std::uint64_t>(b - then.bytes.begin()) / row_size;
    trace.later_changes.push_back(std::move(change));
  };
  const auto maybe = [&](const char* name, const std::optional<Tensor>& now, const std::optional<TracedTensor>& then) {
    if (now && then) {
      look(name, *now, *then);
    }
  };
  look("features", held.batch.features, copy.features);
  look("labels", held.batch.labels, copy.labels);
  maybe("mask", held.batch.mask, copy.mask);
  maybe("lengths", held.batch.lengths, copy.lengths);
  maybe("sample_ids", held.batch.sample_ids, copy.sample_ids);
}

}  // namespace proofload
