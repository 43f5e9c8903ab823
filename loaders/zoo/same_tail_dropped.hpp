/// same-tail-dropped: what does not fill a batch is dropped before the shuffle, so the same samples are seen in no
/// epoch.
///
/// Origin: NVlabs/VILA PR#123.
#pragma once

#include <vector>

#include "reference/shuffled.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SameTailDropped final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    if (variant == Variant::twin || plan().shuffle == Shuffle::off) {
      return Batched::order_of(epoch);
    }
    const std::uint64_t whole = reader().size() - reader().size() % plan().batch_size;
    std::vector<std::uint64_t> order = reference::shuffled(whole, plan().seed, epoch);
    for (std::uint64_t index = whole; index < reader().size(); ++index) {
      order.push_back(index);  // to be dropped
    }
    return order;
  }
};

template <Variant variant>
Declaration same_tail_dropped() {
  return image_folder_with<SameTailDropped<variant>>({.last_batch = LastBatch::drop});
}

}  // namespace proofload::zoo
