/// biased-swap: the shuffle swaps each place with any of the n, not only with those that are not settled yet.
///
/// Origin: folklore (the naive shuffle).
#pragma once

#include <random>
#include <utility>
#include <vector>

#include "reference/shuffled.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class BiasedSwap final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    std::vector<std::uint64_t> order = Batched::order_of(epoch);
    if (variant == Variant::specimen && plan().shuffle == Shuffle::on) {
      std::mt19937_64 engine(plan().seed * 31 + epoch);
      order = reference::in_order(order.size());
      for (std::uint64_t& place : order) {
        std::swap(place, order[engine() % order.size()]);
      }
    }
    return order;
  }
};

template <Variant variant>
Declaration biased_swap() {
  return image_folder_with<BiasedSwap<variant>>({});
}

}  // namespace proofload::zoo
