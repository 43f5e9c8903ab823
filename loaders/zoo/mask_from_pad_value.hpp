/// mask-from-pad-value: the mask is made from the values: what equals the pad value is padding. So is a real step that
/// does.
///
/// Origin: huggingface/transformers#23530, #13914 (a pad token that is the end token).
#pragma once

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "zoo/csv_sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class MaskFromPadValue final : public reference::Padded {
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
          bool blank = true;
          for (std::uint64_t c = 0; c < padding().channels; ++c) {
            const std::size_t at = (row * steps + t) * padding().channels + c;
            float value = 0;
            std::memcpy(&value, batch.features.bytes.subspan(at * sizeof(float)).data(), sizeof value);
            blank = blank && value == static_cast<float>(padding().ragged.pad_value);
          }
          mask[row * steps + t] = blank ? 0 : 1;
        }
      }
      batch.mask = Tensor::own(std::move(mask), batch.mask->shape);
      batch.mask->dtype = Dtype::boolean;
    }
    return batch;
  }
};

template <Variant variant>
Declaration mask_from_pad_value() {
  return csv_sequences_with<MaskFromPadValue<variant>>({.bad_sample = BadSample::skip_refill});
}

}  // namespace proofload::zoo
