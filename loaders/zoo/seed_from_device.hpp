/// seed-from-device: the engine is seeded by the machine's own randomness, whatever the seed says.
///
/// Origin: folklore.
#pragma once

#include <random>
#include <vector>

#include "reference/shuffled.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SeedFromDevice final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    if (variant == Variant::specimen && plan().shuffle == Shuffle::on) {
      return reference::shuffled(reader().size(), std::random_device()(), epoch);
    }
    return Batched::order_of(epoch);
  }
};

template <Variant variant>
Declaration seed_from_device() {
  return image_folder_with<SeedFromDevice<variant>>({});
}

}  // namespace proofload::zoo
