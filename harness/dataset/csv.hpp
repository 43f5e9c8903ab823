/// What the grammar of CSV says of a file of one sequence. Independent of the loaders.
#pragma once

#include "dataset/sequence_evidence.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// `channels` columns are expected.
SequenceEvidence look_at_csv(const Blob& file, const Csv& kind, std::size_t channels, MissingValues missing);

}  // namespace proofload
