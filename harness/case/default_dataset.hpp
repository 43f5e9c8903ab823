/// The default dataset is what bytes that are no case are put into: a few traceable samples of several classes.
#pragma once

#include "proofload/dataset.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// Images, the same in every process and on every machine. Its first file is the one that raw bytes take the place of.
const Dataset& default_dataset();

/// Bytes that are no case are read before it is known who loads them. Where a dataset is still the default one around
/// such bytes, and the loader reads samples of another kind than images, the bytes become the first one of that kind,
/// or whatever else of it they can be.
void take_kind(Dataset& dataset, const Declaration& declaration);

}  // namespace proofload
