/// lost-exception: a worker that fails ends without a word, and the consumer waits for its batch.
///
/// Origin: microsoft/infinibatch#17.
#pragma once

#include "zoo/batch_pool.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration lost_exception() {
  return batch_pool<variant == Variant::specimen ? Flaw::lost_error : Flaw::none>();
}

}  // namespace proofload::zoo
