/// pool-per-epoch: each epoch starts threads of its own, and those of the epoch before are left waiting.
///
/// Origin: pytorch/pytorch#91252, #62066.
#pragma once

#include "zoo/batch_pool.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration pool_per_epoch() {
  return batch_pool<variant == Variant::specimen ? Flaw::pool_per_epoch : Flaw::none>();
}

}  // namespace proofload::zoo
