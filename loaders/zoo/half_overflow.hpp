/// half-overflow: features are narrowed to float16 without a bound, and what lies beyond 65504 becomes infinite.
///
/// Origin: folklore.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "reference/csv_table.hpp"
#include "zoo/csv_sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

/// The nearest number of 16 bits: sign, 5 bits of exponent, 10 of fraction.
inline std::uint16_t half_of(float value) {
  const unsigned sign = std::signbit(value) ? 0x8000U : 0U;
  const float size = std::abs(value);
  if (!(size < 65520.0F)) {
    return static_cast<std::uint16_t>(sign | 0x7C00U);
  }
  int exponent = 0;
  std::frexp(size, &exponent);
  exponent = size == 0 ? -13 : std::max(exponent, -13);  // below, fractions only become shorter
  const auto fraction = static_cast<unsigned>(std::lround(std::ldexp(size, 11 - exponent)));
  return static_cast<std::uint16_t>(sign | ((static_cast<unsigned>(exponent + 13) << 10U) + fraction));
}

class HalfPadded final : public reference::Padded {
 public:
  using Padded::Padded;

 private:
  Batch collate(reference::Rows rows) override {
    Batch batch = Padded::collate(rows);
    const auto* first = reinterpret_cast<const float*>(batch.features.bytes.data());
    std::vector<std::uint16_t> halves(batch.features.bytes.size() / sizeof(float));
    std::transform(first, first + halves.size(), halves.begin(), half_of);
    batch.features = Tensor::own(std::move(halves), batch.features.shape);
    batch.features.dtype = Dtype::float16;
    return batch;
  }
};

template <Variant variant>
std::expected<void, std::string> read_half_overflow(std::span<const std::byte> file, std::vector<float>& values) {
  constexpr float most = variant == Variant::specimen ? std::numeric_limits<float>::max() : 65504.0F;
  static const reference::TablePlan plan{.columns = {"x", "y", "z"}, .low = -most, .high = most};
  return reference::read_csv_table(file, plan, values);
}

template <Variant variant>
Declaration half_overflow() {
  reference::SequencePlan plan = reference::csv_plan(reference::pad_behind);
  plan.read = read_half_overflow<variant>;
  Declaration declaration = reference::csv_sequences(reference::pad_behind);
  declaration.features.dtype = Dtype::float16;
  declaration.features.range.reset();
  return sequences_with<HalfPadded>(std::move(declaration), plan);
}

}  // namespace proofload::zoo
