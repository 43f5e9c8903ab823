/// with-replacement: each index of an epoch is drawn as `engine() % n`, so some samples come twice and others not at
/// all.
///
/// Origin: starVLA/starVLA#470.
#pragma once

#include <random>
#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class WithReplacement final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    std::vector<std::uint64_t> order = Batched::order_of(epoch);
    if (variant == Variant::specimen && plan().shuffle == Shuffle::on) {
      std::mt19937_64 engine(plan().seed * 31 + epoch);
      for (std::uint64_t& index : order) {
        index = engine() % order.size();
      }
    }
    return order;
  }
};

template <Variant variant>
Declaration with_replacement() {
  return image_folder_with<WithReplacement<variant>>({});
}

}  // namespace proofload::zoo
