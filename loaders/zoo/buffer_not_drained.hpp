/// buffer-not-drained: samples are shuffled through a buffer of three; when there are no more, the end is returned with
/// the buffer still full.
///
/// Origin: Project-MONAI/MONAI PR#4847; uber/petastorm PR#382 (finish()).
#pragma once

#include <random>
#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class BufferNotDrained final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    if (plan().shuffle == Shuffle::off) {
      return Batched::order_of(epoch);
    }
    std::mt19937_64 engine(plan().seed * 31 + epoch);
    std::vector<std::uint64_t> buffer;
    std::vector<std::uint64_t> order;
    const auto take = [&] {
      const auto taken = buffer.begin() + static_cast<std::ptrdiff_t>(engine() % buffer.size());
      order.push_back(*taken);
      buffer.erase(taken);
    };
    for (std::uint64_t index = 0; index < reader().size(); ++index) {
      buffer.push_back(index);
      if (buffer.size() > buffered_samples) {
        take();
      }
    }
    while (variant == Variant::twin && !buffer.empty()) {
      take();
    }
    return order;
  }

 public:
  static constexpr std::uint64_t buffered_samples = 3;
};

template <Variant variant>
Declaration buffer_not_drained() {
  Declaration declaration = image_folder_with<BufferNotDrained<variant>>({});
  declaration.sampling.kind = Sampling::Kind::buffered;
  declaration.sampling.buffer = BufferNotDrained<variant>::buffered_samples;
  return declaration;
}

}  // namespace proofload::zoo
