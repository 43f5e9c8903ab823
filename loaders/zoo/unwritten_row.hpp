/// unwritten-row: the memory of a batch is taken without clearing it, and the row of a sample that cannot be read, to
/// be substituted by zeros, is never written.
///
/// Origin: folklore.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class UnwrittenRow final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Batch collate(reference::Rows rows) override {
    const std::size_t values = rows.features.size() / rows.size();
    // Twin: cleared. Specimen: whatever was there before.
    const std::shared_ptr<float[]> memory = variant == Variant::specimen  // NOLINT(modernize-avoid-c-arrays)
                                                ? std::make_shared_for_overwrite<float[]>(rows.features.size())
                                                : std::make_shared<float[]>(rows.features.size());
    const std::span<float> features(memory.get(), rows.features.size());
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (!substituted(static_cast<std::uint64_t>(rows.ids[k]))) {
        std::ranges::copy(std::span(rows.features).subspan(k * values, values), features.subspan(k * values).begin());
      }
    }
    Batch batch = Batched::collate(std::move(rows));
    batch.features = Tensor::lend(std::span<const float>(features), batch.features.shape);
    batch.features.owner = memory;
    return batch;
  }

  [[nodiscard]] bool substituted(std::uint64_t id) const {
    return std::ranges::any_of(reports(), [id](const SampleReport& report) { return report.error.index == id; });
  }
};

template <Variant variant>
Declaration unwritten_row() {
  return image_folder_with<UnwrittenRow<variant>>({.bad_sample = BadSample::substitute});
}

}  // namespace proofload::zoo
