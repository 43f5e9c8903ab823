/// Sequence evidence is what the grammar of a format says of a file of one sequence. Independent of the loaders.
#pragma once

#include <cstdint>
#include <string>

#include "dataset/image_evidence.hpp"
#include "dataset/sequence.hpp"

namespace proofload {

/// Text has no checksum, so what is there is what it says. `structure` is about counts, names and ends; `decodes` about
/// the text of numbers. Unsure: readers differ, and all of them may be right.
struct SequenceEvidence {
  Soundness decodes = Soundness::sound;
  Soundness structure = Soundness::sound;
  std::string cause;  ///< of the first damage, else of the first oddity: "line 3: expected 3 fields, found 2"
  Sequence sequence;  ///< as far as it can be told
  /// Unsure is only whether it is taken: whoever takes it takes it for this very sequence.
  enum class Meaning : std::uint8_t { one, open } meaning = Meaning::open;
};

}  // namespace proofload
