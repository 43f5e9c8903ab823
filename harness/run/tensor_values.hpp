/// The values of a traced tensor as numbers, whatever its dtype.
///
/// Nothing here trusts the loader: a tensor whose bytes are fewer than its shape asks for has as many values as whole
/// elements were lent, and as many rows as were lent whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "proofload/trace.hpp"

namespace proofload {

/// Whole elements that are there; 0 for dtype `undeclared`.
std::size_t value_count(const TracedTensor& tensor);

/// The product of the axes after the first; 1 for a tensor of one axis, nothing when an axis is negative or the product
/// overflows.
std::optional<std::size_t> values_per_row(const TracedTensor& tensor);

/// Rows that are there whole: at most the first axis. A row of no values is whole.
std::size_t whole_rows(const TracedTensor& tensor);

/// The value at a flat index below `value_count`. Exact, but for integers beyond 2^53.
double value_at(const TracedTensor& tensor, std::size_t index);

/// All values. Exact, but for integers beyond 2^53.
std::vector<double> values(const TracedTensor& tensor);

/// The value at a flat index when it is a whole number of 64 bits; nothing also when the index is too large.
std::optional<std::int64_t> integer_at(const TracedTensor& tensor, std::size_t index);

/// The float that an IEEE 754 half of these bits stands for.
float half_to_float(std::uint16_t bits);

/// The values as floats, row by row: a view for float32, else a converted copy (finite doubles beyond the floats become
/// infinite: use `values` where that matters). The tensor must outlive it.
class FloatRows {
 public:
  explicit FloatRows(const TracedTensor& tensor);
  FloatRows(const FloatRows&) = delete;
  FloatRows& operator=(const FloatRows&) = delete;

  [[nodiscard]] std::span<const float> all() const { return all_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t per_row() const { return per_row_; }
  [[nodiscard]] std::span<const float> row(std::size_t index) const { return all_.subspan(index * per_row_, per_row_); }

 private:
  std::vector<float> converted_;
  std::span<const float> all_;
  std::size_t rows_ = 0;
  std::size_t per_row_ = 0;
};

}  // namespace proofload
