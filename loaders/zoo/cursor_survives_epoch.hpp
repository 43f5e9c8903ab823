/// cursor-survives-epoch: `begin_epoch()` shuffles anew but does not set the cursor back, so the epoch after an
/// abandoned one begins where that was left.
///
/// Origin: NVIDIA-Merlin/NVTabular#513.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class CursorSurvivesEpoch final : public reference::Batched {
 public:
  using Batched::Batched;

  std::expected<std::optional<Batch>, LoadError> next() override {
    auto got = Batched::next();
    if (!got || !*got) {
      cursor_ = 0;
    }
    return got;
  }

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    std::vector<std::uint64_t> order = Batched::order_of(epoch);
    if constexpr (variant == Variant::specimen) {
      order.erase(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(cursor_, order.size())));
    }
    return order;
  }

  Batch collate(reference::Rows rows) override {
    cursor_ += rows.size();
    return Batched::collate(std::move(rows));
  }

  std::size_t cursor_ = 0;
};

template <Variant variant>
Declaration cursor_survives_epoch() {
  return image_folder_with<CursorSurvivesEpoch<variant>>({});
}

}  // namespace proofload::zoo
