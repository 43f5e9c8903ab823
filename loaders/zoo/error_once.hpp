/// error-once: a flag says that something has been reported, and so the first bad sample is the only one that anybody
/// hears of.
///
/// Origin: folklore.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ErrorOnce final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Deed judge_bad(const LoadError& error) override {
    if (variant == Variant::specimen && reported_) {
      return Deed::skip_refill;
    }
    reported_ = true;
    return Batched::judge_bad(error);
  }

  bool reported_ = false;
};

template <Variant variant>
Declaration error_once() {
  return image_folder_with<ErrorOnce<variant>>({});
}

}  // namespace proofload::zoo
