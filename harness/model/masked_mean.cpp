#include "model/masked_mean.hpp"

#include <algorithm>
#include <cstring>

#include "dataset/sequence.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

bool has_shape(const TracedTensor& tensor, std::int64_t rows, std::optional<std::int64_t> steps) {
  const bool axes = tensor.shape.size() == (steps ? 2U : 1U) && tensor.shape[0] == rows;
  return axes && (!steps || tensor.shape[1] == *steps) &&
         value_count(tensor) == static_cast<std::size_t>(rows * steps.value_or(1));
}

}  // namespace

std::optional<std::vector<std::vector<bool>>> real_steps(const TracedBatch& batch, const Ragged& ragged) {
  if (batch.features.shape.size() < 2 || batch.features.shape[0] < 0 || batch.features.shape[1] < 0) {
    return std::nullopt;
  }
  const std::int64_t rows = batch.features.shape[0];
  const std::int64_t steps = batch.features.shape[1];
  const auto width = static_cast<std::size_t>(steps);
  std::vector<std::vector<bool>> real(static_cast<std::size_t>(rows), std::vector<bool>(width, true));
  if (batch.mask && ragged.mask != Ragged::Mask::undeclared) {
    if (!has_shape(*batch.mask, rows, steps)) {
      return std::nullopt;
    }
    for (std::size_t r = 0; r < real.size(); ++r) {
      for (std::size_t t = 0; t < width; ++t) {
        const bool set = value_at(*batch.mask, r * width + t) != 0;
        real[r][t] = set == (ragged.mask == Ragged::Mask::true_is_real);
      }
    }
  } else if (batch.lengths) {
    if (!has_shape(*batch.lengths, rows, std::nullopt)) {
      return std::nullopt;
    }
    for (std::size_t r = 0; r < real.size(); ++r) {
      const std::int64_t length = std::clamp<std::int64_t>(integer_at(*batch.lengths, r).value_or(0), 0, steps);
      const std::int64_t first = ragged.pad == Ragged::Side::head ? steps - length : 0;
      for (std::int64_t t = 0; t < steps; ++t) {
        real[r][static_cast<std::size_t>(t)] = t >= first && t < first + length;
      }
    }
  }
  return real;
}

std::optional<TracedBatch> masked_mean(const TracedBatch& batch, const Declaration& declaration) {
  const auto shape = sequence_shape(declaration.features);
  const auto real = real_steps(batch, declaration.ragged);
  if (!shape || !real ||
      values_per_row(batch.features) != static_cast<std::size_t>(batch.features.shape[1]) * shape->channels ||
      whole_rows(batch.features) != real->size()) {
    return std::nullopt;
  }
  const std::vector<double> all = values(batch.features);
  const std::size_t steps = static_cast<std::size_t>(batch.features.shape[1]);
  std::vector<double> means(real->size() * shape->channels, 0.0);
  for (std::size_t r = 0; r < real->size(); ++r) {
    const auto count = std::ranges::count((*real)[r], true);
    for (std::size_t c = 0; c < shape->channels; ++c) {
      double sum = 0;
      for (std::size_t t = 0; t < steps; ++t) {
        sum += all[(r * steps + t) * shape->channels + c] * ((*real)[r][t] ? 1.0 : 0.0);
      }
      means[r * shape->channels + c] = sum / static_cast<double>(std::max<std::ptrdiff_t>(count, 1));
    }
  }
  TracedBatch pooled = batch;
  pooled.features.dtype = Dtype::float64;
  pooled.features.shape = {static_cast<std::int64_t>(real->size()), static_cast<std::int64_t>(shape->channels)};
  pooled.features.bytes.resize(means.size() * sizeof(double));
  std::memcpy(pooled.features.bytes.data(), means.data(), pooled.features.bytes.size());
  pooled.features.claimed = pooled.features.bytes.size();
  return pooled;
}

bool is_ragged(const Declaration& declaration) {
  const auto& axes = declaration.features.shape;
  return !axes.empty() && axes.size() <= 2 &&
         (axes[0].extent == Axis::Extent::ragged || declaration.ragged.to != Ragged::To::undeclared);
}

}  // namespace proofload
