/// What the format of NumPy says of a file of one array that holds a sequence. Independent of the loaders.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dataset/sequence.hpp"
#include "dataset/sequence_evidence.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"
#include "proofload/random.hpp"

namespace proofload {

/// The type of an array's elements, as `descr` says it: '<f4'.
struct NpyElement {
  char order = '<';  ///< '<', '>', or '|' for single bytes
  char kind = 'f';   ///< f, i or u
  std::size_t size = 4;

  [[nodiscard]] std::string descr() const;
  [[nodiscard]] double decoded(std::string_view bytes) const;  ///< `size` bytes
  [[nodiscard]] std::string encoded(double value) const;       ///< rounded to what it can hold
};

/// Nothing for what no `Dtype` and no unsigned integer is.
std::optional<NpyElement> npy_element(std::string_view descr);

/// Signed and unsigned integers and floats that some `Dtype` is; '<' where it has several bytes.
std::optional<NpyElement> npy_element(Dtype dtype);

/// The array is to be of that shape, and of steps as many as it likes.
SequenceEvidence look_at_npy(const Blob& file, const Npy& kind, const SequenceShape& shape);

/// A file that every right reader of that kind reads; `random` draws among the many ways to write it.
std::string random_npy(const Sequence& sequence, Random& random, const Npy& kind, const Declaration& declaration);

}  // namespace proofload
