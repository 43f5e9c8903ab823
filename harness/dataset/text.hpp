/// What the declared vocabulary says of a file of one text. Independent of the loaders.
#pragma once

#include "dataset/sequence_evidence.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// A text is a sequence of one channel: the ids of its tokens.
SequenceEvidence look_at_text(const Blob& file, const Text& kind);

}  // namespace proofload
