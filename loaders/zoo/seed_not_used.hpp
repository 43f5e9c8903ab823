/// seed-not-used: the engine is made without the seed, which is only stored.
///
/// Origin: tensorflow/tensorflow#22871.
#pragma once

#include <vector>

#include "reference/shuffled.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SeedNotUsed final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    if (variant == Variant::specimen && plan().shuffle == Shuffle::on) {
      constexpr std::uint64_t standard_seed = 5489;  // of std::mt19937
      return reference::shuffled(reader().size(), standard_seed, epoch);
    }
    return Batched::order_of(epoch);
  }
};

template <Variant variant>
Declaration seed_not_used() {
  return image_folder_with<SeedNotUsed<variant>>({});
}

}  // namespace proofload::zoo
