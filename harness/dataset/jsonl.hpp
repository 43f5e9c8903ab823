/// What the grammar of JSON says of a file of one sequence with a step on each line. Independent of the loaders.
#pragma once

#include "dataset/sequence_evidence.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// Each line has `channels` numbers: the named members of an object, or the elements of an array.
SequenceEvidence look_at_jsonl(const Blob& file, const Jsonl& kind, std::size_t channels, MissingValues missing);

}  // namespace proofload
