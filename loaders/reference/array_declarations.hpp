/// What the loaders of datasets of two NumPy arrays promise, and how they are made.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/array_table.hpp"

namespace proofload::reference {

/// Samples of 6 x 4 numbers from -1000 to 1000, and one of 16 classes each, in features.npy and labels.npy.
ArrayTablePlan npy_arrays_plan();
Declaration npy_arrays(const ArrayTablePlan& plan = npy_arrays_plan());

/// The same in dataset.npz.
ArrayTablePlan npz_plan();
Declaration npz(const ArrayTablePlan& plan = npz_plan());

}  // namespace proofload::reference
