/// bad-sample-kills-batch: the try stands around the batch and not around the sample. What fails takes all samples of
/// its batch with it, and one of them is reported.
///
/// Origin: emedvedev/attention-ocr PR#92; microsoft/Biodiversity PR#658.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class BadSampleKillsBatch final : public reference::Batched {
 public:
  using Batched::Batched;

  std::expected<std::optional<Batch>, LoadError> next() override {
    for (;;) {
      failed_ = false;
      auto batch = Batched::next();
      if (variant == Variant::twin || !failed_ || !batch || !*batch) {
        return batch;
      }
    }
  }

 private:
  Deed judge_bad(const LoadError& error) override {
    if (variant == Variant::specimen && failed_) {
      return Deed::skip_shrink;  // the first one has left the try already
    }
    failed_ = true;
    return Batched::judge_bad(error);
  }

  bool failed_ = false;  ///< in this batch
};

template <Variant variant>
Declaration bad_sample_kills_batch() {
  return image_folder_with<BadSampleKillsBatch<variant>>({.bad_sample = BadSample::skip_shrink});
}

}  // namespace proofload::zoo
