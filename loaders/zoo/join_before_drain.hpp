/// join-before-drain: a loader that ends in the middle of an epoch joins threads that wait for room in a full queue.
///
/// Origin: open-mmlab/mmcv PR#306 (worked around by a sleep).
#pragma once

#include "zoo/batch_pool.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration join_before_drain() {
  return batch_pool<variant == Variant::specimen ? Flaw::join_before_drain : Flaw::none>();
}

}  // namespace proofload::zoo
