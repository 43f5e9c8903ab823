/// bucket-rests-lost: at the end of the epoch the first bucket that holds samples is given out, and the others are not.
///
/// Origin: folklore.
#pragma once

#include "zoo/bucketed_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

class FirstRestOnly final : public reference::Bucketed {
 public:
  using Bucketed::Bucketed;

 protected:
  [[nodiscard]] bool ended() const override { return left() == 0; }
};

template <Variant variant>
Declaration bucket_rests_lost() {
  return variant == Variant::specimen ? bucketed_with<FirstRestOnly>() : bucketed_with<reference::Bucketed>();
}

}  // namespace proofload::zoo
