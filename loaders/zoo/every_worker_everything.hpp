/// every-worker-everything: each worker goes through the whole dataset.
///
/// Origin: keras-team/keras#12945; huggingface/finetrainers#394.
#pragma once

#include "zoo/batch_pool.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration every_worker_everything() {
  return batch_pool<variant == Variant::specimen ? Flaw::every_worker_everything : Flaw::none>();
}

}  // namespace proofload::zoo
