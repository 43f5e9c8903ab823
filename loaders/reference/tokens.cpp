#include "reference/tokens.hpp"

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace proofload::reference {

Batch Tokens::collate(Rows rows) {
  Batch batch = Padded::collate(std::move(rows));
  std::vector<float> values(batch.features.bytes.size() / sizeof(float));
  if (!values.empty()) {
    std::memcpy(values.data(), batch.features.bytes.data(), batch.features.bytes.size());
  }
  std::vector<std::int64_t> ids(values.begin(), values.end());
  batch.features = Tensor::own(std::move(ids), {batch.features.shape[0], batch.features.shape[1]});
  return batch;
}

}  // namespace proofload::reference
