/// The default dataset is what bytes that are no case are put into: a few traceable images of several classes.
#pragma once

#include "proofload/dataset.hpp"

namespace proofload {

/// The same in every process and on every machine. Its first file is the one that raw bytes take the place of.
const Dataset& default_dataset();

}  // namespace proofload
