/// error-ends-epoch: the generator takes any exception for its end. What stands behind a bad sample is never seen, and
/// nobody hears why.
///
/// Origin: bluesky/databroker#313.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ErrorEndsEpoch final : public reference::Batched {
 public:
  using Batched::Batched;

  std::expected<std::optional<Batch>, LoadError> next() override {
    auto batch = Batched::next();
    if (variant == Variant::specimen && !batch) {
      return std::nullopt;  // except Exception: return
    }
    return batch;
  }
};

template <Variant variant>
Declaration error_ends_epoch() {
  return image_folder_with<ErrorEndsEpoch<variant>>({.bad_sample = BadSample::fail});
}

}  // namespace proofload::zoo
