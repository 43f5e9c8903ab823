/// ring-too-small: batches are handed out from a ring of two slots, however many are loaded ahead; a slot goes back to
/// the ring at once, and not when its batch is let go of.
///
/// Origin: folklore; NVIDIA/DALI PR#2024.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class RingTooSmall final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Batch collate(reference::Rows rows) override {
    std::shared_ptr<reference::Rows>& slot = ring_[turn_++ % ring_.size()];
    if (!slot || (variant == Variant::twin && slot.use_count() > 1)) {
      slot = std::make_shared<reference::Rows>();
    }
    *slot = std::move(rows);
    const auto count = static_cast<std::int64_t>(slot->size());
    std::vector<std::int64_t> shape = reader().shape();
    shape.insert(shape.begin(), count);
    Batch batch;
    batch.features = lent(slot, std::span<const float>(slot->features), std::move(shape));
    batch.labels = lent(slot, std::span<const std::int64_t>(slot->labels), {count});
    batch.sample_ids = lent(slot, std::span<const std::int64_t>(slot->ids), {count});
    return batch;
  }

  template <class T>
  static Tensor lent(const std::shared_ptr<reference::Rows>& slot, std::span<const T> values,
                     std::vector<std::int64_t> shape) {
    Tensor tensor = Tensor::lend(values, std::move(shape));
    tensor.owner = slot;
    return tensor;
  }

  static constexpr std::size_t slots_ = 2;
  std::array<std::shared_ptr<reference::Rows>, 2> ring_;
  std::size_t turn_ = 0;
};

template <Variant variant>
Declaration ring_too_small() {
  return image_folder_with<RingTooSmall<variant>>({.workers = Workers::heeded});
}

}  // namespace proofload::zoo
