/// completion-order: batches are handed out as the workers finish them, and not in their order.
///
/// Origin: keras-team/keras#5048, #6745; pytorch/pytorch PR#135 (the fix).
#pragma once

#include "zoo/batch_pool.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration completion_order() {
  return batch_pool<variant == Variant::specimen ? Flaw::completion_order : Flaw::none>();
}

}  // namespace proofload::zoo
