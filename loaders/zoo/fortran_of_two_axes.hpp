/// fortran-of-two-axes: an array whose first axis runs fastest is put right as if it had two axes, so that within a
/// sample rows and columns stay exchanged.
///
/// Origin: folklore (a matrix is transposed on reading; then somebody saves images).
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reference/npy_header.hpp"
#include "reference/npy_steps.hpp"
#include "zoo/arrays_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_fortran_of_two_axes(std::span<const std::byte> file,
                                                          const reference::ArrayPlan& plan,
                                                          std::vector<float>& values) {
  auto read = reference::read_npy_steps(file, plan, values);
  if constexpr (variant == Variant::specimen) {
    if (read && reference::read_array_header(file).places == reference::ArrayHeader::Places::columns_first) {
      const std::vector<float> right = values;
      for (std::size_t at = 0; at < values.size(); ++at) {
        const std::size_t within = at % plan.item();
        values[at] = right[at - within + within % plan.rows * plan.columns + within / plan.rows];
      }
    }
  }
  return read;
}

template <Variant variant>
Declaration fortran_of_two_axes() {
  reference::ArrayTablePlan plan = reference::npy_arrays_plan();
  plan.read_features = read_fortran_of_two_axes<variant>;
  return arrays_with(reference::npy_arrays(plan));
}

}  // namespace proofload::zoo
