#include "reference/lent.hpp"

#include <utility>

namespace proofload::reference {

Batch Lent::collate(Rows rows) {
  // Copied, not moved: the buffer stays where it is and is used again.
  held_ = rows;
  const auto count = static_cast<std::int64_t>(held_.size());
  std::vector<std::int64_t> shape = reader().shape();
  shape.insert(shape.begin(), count);
  Batch batch;
  batch.features = Tensor::lend(std::span<const float>(held_.features), std::move(shape));
  batch.labels = Tensor::lend(std::span<const std::int64_t>(held_.labels), {count});
  batch.sample_ids = Tensor::lend(std::span<const std::int64_t>(held_.ids), {count});
  return batch;
}

}  // namespace proofload::reference
