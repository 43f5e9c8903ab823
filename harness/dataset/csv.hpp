/// What the grammar of CSV says of a file of one sequence. Independent of the loaders.
#pragma once

#include <string>

#include "dataset/image_evidence.hpp"
#include "dataset/sequence.hpp"
#include "proofload/blob.hpp"

namespace proofload {

/// A CSV has no checksum, so what is there is what it says. `structure` counts fields and quotes and looks at the
/// header; `decodes` is about the text of numbers. Unsure: readers differ, and all of them may be right.
struct SequenceEvidence {
  Soundness decodes = Soundness::sound;
  Soundness structure = Soundness::sound;
  std::string cause;  ///< of the first damage, else of the first oddity: "line 3: expected 3 fields, found 2"
  Sequence sequence;  ///< as far as it can be told
};

/// `channels` columns are expected.
SequenceEvidence look_at_csv(const Blob& file, const Csv& kind, std::size_t channels, MissingValues missing);

}  // namespace proofload
