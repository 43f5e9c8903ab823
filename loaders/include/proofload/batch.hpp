/// A batch is what a loader yields: the features and labels of some samples, row by row.
///
/// The first axis of every tensor counts the rows; row i of each tensor is of the same sample.
#pragma once

#include <optional>

#include "proofload/tensor.hpp"

namespace proofload {

struct Batch {
  Tensor features;                   ///< [rows, declared shape of a sample…]
  Tensor labels;                     ///< [rows, declared shape of a label…]; dtype `undeclared` when there are none
  std::optional<Tensor> mask;        ///< [rows, steps]: which steps are real, with the declared polarity
  std::optional<Tensor> lengths;     ///< [rows]: number of real steps
  std::optional<Tensor> sample_ids;  ///< [rows], int64: index of the sample in the dataset's order; -1 for padding
};

}  // namespace proofload
