/// labels-by-arrival: sequences are batched by length, and their labels in the order in which they were read.
///
/// Origin: folklore.
#pragma once

#include <utility>
#include <vector>

#include "zoo/bucketed_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

class LabelsByArrival final : public reference::Bucketed {
 public:
  using Bucketed::Bucketed;

 protected:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override {
    given_ = 0;
    return Bucketed::order_of(epoch);
  }
  Batch collate(reference::Rows rows) override {
    for (std::int64_t& label : rows.labels) {
      label = reader().label(order()[given_++]);
    }
    return Bucketed::collate(std::move(rows));
  }

 private:
  std::size_t given_ = 0;  ///< labels, so far in the epoch
};

template <Variant variant>
Declaration labels_by_arrival() {
  return variant == Variant::specimen ? bucketed_with<LabelsByArrival>() : bucketed_with<reference::Bucketed>();
}

}  // namespace proofload::zoo
