/// border-below: a sequence whose length is a border goes into the bucket below it.
///
/// Origin: folklore (a search for the first border that is not less).
#pragma once

#include <algorithm>

#include "zoo/bucketed_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

class BorderBelow final : public reference::Bucketed {
 public:
  using Bucketed::Bucketed;

 protected:
  [[nodiscard]] std::size_t bucket_of(std::uint64_t steps) const override {
    const auto length = static_cast<std::int64_t>(steps);
    return static_cast<std::size_t>(std::ranges::lower_bound(borders(), length) - borders().begin());
  }
};

template <Variant variant>
Declaration border_below() {
  return variant == Variant::specimen ? bucketed_with<BorderBelow>(LastBatch::drop)
                                      : bucketed_with<reference::Bucketed>(LastBatch::drop);
}

}  // namespace proofload::zoo
