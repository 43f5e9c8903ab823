/// Held batches are kept as a training loop keeps them, and read again as late as their declared life allows.
///
/// Owned ones: after 8 further calls of `next()`, or `prefetch` + 1 where that is more, so that a ring of a few buffers
/// comes round. Lent ones: just before the next call. What is read is
/// compared with the copy that was made when they were yielded. A tensor in memory that was given back is noted as
/// such, and not read, where that can be known.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "proofload/batch.hpp"
#include "proofload/declaration.hpp"
#include "proofload/trace.hpp"

namespace proofload {

class HeldBatches {
 public:
  HeldBatches(BatchLife life, std::uint32_t prefetch)
      : life_(life), further_calls_(std::max<std::uint64_t>(prefetch + std::uint64_t{1}, least_calls)) {}

  /// The batch has just been copied to the end of the trace's last epoch.
  void hold(Batch batch, const Trace& trace);

  /// Before each call of `next()`; and before anything else that ends the life of what is lent.
  void before_call(Trace& trace);
  /// After each call of `next()`.
  void after_call(Trace& trace);
  /// Before the loader is destroyed: reads all that is held, and lets go of it.
  void let_go(Trace& trace);

 private:
  static constexpr std::uint64_t least_calls = 8;

  struct Held {
    Batch batch;
    std::uint64_t epoch = 0;
    std::uint64_t number = 0;
    std::uint64_t calls = 0;
  };

  void read_again(const Held& held, Trace& trace);

  BatchLife life_;
  std::uint64_t further_calls_;
  std::deque<Held> held_;
  std::vector<std::byte> copy_;  ///< room for what lies there now, where the system has to read it
};

}  // namespace proofload
