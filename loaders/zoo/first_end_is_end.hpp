/// first-end-is-end: every worker has a share of the batches and says when it is through; the consumer takes the first
/// such word for the end of all.
///
/// Origin: folklore; huggingface/datasets#8669 (workers left without data).
#pragma once

#include "zoo/batch_pool.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration first_end_is_end() {
  return batch_pool<variant == Variant::specimen ? Flaw::first_end_is_end : Flaw::none_in_shares>();
}

}  // namespace proofload::zoo
