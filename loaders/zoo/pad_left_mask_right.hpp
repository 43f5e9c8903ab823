/// pad-left-mask-right: values are padded in front, and the mask is filled from the front.
///
/// Origin: helicalAI/helical#218; ModelCloud/GPTQModel PR#2620.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "zoo/csv_sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class PadLeftMaskRight final : public reference::Padded {
 public:
  using Padded::Padded;

 private:
  Batch collate(reference::Rows rows) override {
    Batch batch = Padded::collate(rows);
    if constexpr (variant == Variant::specimen) {
      const auto steps = static_cast<std::uint64_t>(batch.features.shape[1]);
      std::vector<std::uint8_t> mask(rows.size() * steps, 0);
      for (std::uint64_t row = 0; row < rows.size(); ++row) {
        for (std::uint64_t t = 0; t < steps; ++t) {
          mask[row * steps + t] = t < steps_of(rows, row) ? 1 : 0;
        }
      }
      batch.mask = Tensor::own(std::move(mask), batch.mask->shape);
      batch.mask->dtype = Dtype::boolean;
    }
    return batch;
  }
};

template <Variant variant>
Declaration pad_left_mask_right() {
  Ragged pad_before = reference::pad_behind;
  pad_before.pad = Ragged::Side::head;
  return csv_sequences_with<PadLeftMaskRight<variant>>({.bad_sample = BadSample::skip_refill}, pad_before);
}

}  // namespace proofload::zoo
