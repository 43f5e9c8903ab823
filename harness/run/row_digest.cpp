#include "run/row_digest.hpp"

#include <xxhash.h>

#include "dataset/sequence.hpp"
#include "run/tensor_values.hpp"

namespace proofload {

std::uint64_t row_digest(const TracedTensor& features, std::size_t row, const Declaration& declaration) {
  const std::size_t per_row = values_per_row(features).value_or(0);
  std::size_t first = row * per_row;
  std::size_t last = first + per_row;
  const Ragged& ragged = declaration.ragged;
  if (sequence_shape(declaration.features) && value_count(features) != 0) {
    const auto padding = [&](std::size_t at) { return value_at(features, at) == ragged.pad_value; };
    while (ragged.pad == Ragged::Side::tail && first < last && padding(last - 1)) {
      --last;
    }
    while (ragged.pad == Ragged::Side::head && first < last && padding(first)) {
      ++first;
    }
  }
  const std::size_t size = size_of(features.dtype);
  return XXH3_64bits(features.bytes.data() + first * size, (last - first) * size);
}

}  // namespace proofload
