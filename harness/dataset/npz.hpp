/// What the formats of ZIP and of NumPy say of an archive of arrays that holds a dataset. Independent of the loaders.
#pragma once

#include "dataset/record_kind.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// Where it cannot be told which members the arrays are, the records of each choice follow, and need not come.
FileEvidence look_at_npz(const Blob& file, const Npz& kind, const Declaration& declaration);

}  // namespace proofload
