/// tail-lost: the number of batches is n / b, so the samples left over are never seen, although they are promised.
///
/// Origin: afshinea/keras-data-generator#5; apache/mxnet#2249.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class TailLost final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Fate complete(reference::Rows& rows) override {
    if constexpr (variant == Variant::specimen) {
      return Fate::dropped;
    }
    return Batched::complete(rows);
  }
};

template <Variant variant>
Declaration tail_lost() {
  return image_folder_with<TailLost<variant>>({});
}

}  // namespace proofload::zoo
