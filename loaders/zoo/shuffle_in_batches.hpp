/// shuffle-in-batches: batches are cut first, and then the rows of each are shuffled. The order is said not to depend
/// on the batch size.
///
/// Origin: folklore (a shuffle after the batching).
#pragma once

#include <algorithm>
#include <vector>

#include "reference/shuffled.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ShuffleInBatches final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    if (variant == Variant::twin || plan().shuffle == Shuffle::off) {
      return Batched::order_of(epoch);
    }
    std::vector<std::uint64_t> order;
    while (order.size() < reader().size()) {
      const std::uint64_t first = order.size();
      const std::uint64_t rows = std::min(plan().batch_size, reader().size() - first);
      for (const std::uint64_t row : reference::shuffled(rows, plan().seed + first, epoch)) {
        order.push_back(first + row);
      }
    }
    return order;
  }
};

template <Variant variant>
Declaration shuffle_in_batches() {
  return image_folder_with<ShuffleInBatches<variant>>({});
}

}  // namespace proofload::zoo
