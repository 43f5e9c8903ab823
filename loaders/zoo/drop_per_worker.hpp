/// drop-per-worker: each worker cuts batches from a stripe of its own and drops what is left of it, although what is
/// left of the whole is said to be dropped.
///
/// Origin: pytorch/pytorch#33413.
#pragma once

#include "zoo/batch_pool.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration drop_per_worker() {
  return batch_pool < variant == Variant::specimen ? Flaw::drop_per_worker : Flaw::none > (LastBatch::drop);
}

}  // namespace proofload::zoo
