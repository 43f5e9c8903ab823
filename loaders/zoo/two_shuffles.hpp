/// two-shuffles: features and labels are shuffled one after the other with the same engine, which by then is in another
/// state.
///
/// Origin: folklore; keras-team/keras#6418 (images and masks shuffled apart).
#pragma once

#include <utility>
#include <vector>

#include "reference/shuffled.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class TwoShuffles final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    labels_.clear();
    if (variant == Variant::specimen && plan().shuffle == Shuffle::on) {
      labels_ = reference::shuffled(reader().size(), plan().seed, ~epoch);
    }
    return Batched::order_of(epoch);
  }

  Batch collate(reference::Rows rows) override {
    for (std::size_t k = 0; k < rows.size() && !labels_.empty(); ++k) {
      rows.labels[k] = reader().label(labels_[static_cast<std::size_t>(rows.ids[k])]);
    }
    return Batched::collate(std::move(rows));
  }

  std::vector<std::uint64_t> labels_;  ///< empty: each row has its own
};

template <Variant variant>
Declaration two_shuffles() {
  return image_folder_with<TwoShuffles<variant>>({});
}

}  // namespace proofload::zoo
