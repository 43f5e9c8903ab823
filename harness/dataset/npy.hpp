/// What the format of NumPy says of a file of one array that holds a sequence. Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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

/// The place of an element with the first axis running fastest (Fortran), from that with the last axis doing so. All
/// sizes are above zero.
std::size_t first_axis_fastest(std::size_t place, std::span<const std::size_t> axes);

/// The array is to be of that shape, and of steps as many as it likes.
SequenceEvidence look_at_npy(const Blob& file, const Npy& kind, const SequenceShape& shape);

struct ArrayEvidence : SequenceEvidence {
  std::optional<std::uint64_t> claimed;  ///< items, where a header that can be read says that, and their type
  SequenceEvidence frame;                ///< of all but the numbers; without them
};
/// The array is to have the axes of an item behind a first one, which may be of any size: the items are the steps of
/// the sequence, their numbers its channels, the last axis running fastest.
ArrayEvidence look_at_items(std::string_view file, const Npy& kind, std::span<const std::size_t> item);

/// A file that every right reader of that kind reads; `random` draws among the many ways to write it.
std::string random_npy(const Sequence& sequence, Random& random, const Npy& kind, const Declaration& declaration);
/// The same of an array of those axes; the numbers stand with the last axis running fastest, and are changed where what
/// is written cannot hold them.
std::string random_array(std::vector<double>& values, std::span<const std::size_t> axes, Random& random,
                         const Npy& kind, const Declaration& declaration);
/// A file of one axis; the numbers are whole.
std::string random_whole_numbers(std::span<const double> values, Random& random);

}  // namespace proofload
