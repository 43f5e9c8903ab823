/// What two arrays of NumPy say of the samples of a dataset: one holds the features of all, the other their labels.
/// Independent of the loaders.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/record_kind.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

struct ArrayFile {
  std::string name;                       ///< for people
  std::optional<std::string_view> bytes;  ///< nothing: they are not known
};

/// Notes what is bad. The first cause stands, but that of a damaged structure goes before others.
void worsen(SequenceEvidence& evidence, Soundness decodes, Soundness structure, std::string_view cause);

/// A sample is a record; those that only one array has, or of which a header claims that they are there, follow,
/// damaged, and need not come.
FileEvidence look_at_arrays(const ArrayFile& features, const ArrayFile& labels, const Npy& kind,
                            const Declaration& declaration);

/// Files of samples, of features and labels, that every right reader reads.
struct WrittenArrays {
  std::string features;
  std::string labels;
};
WrittenArrays written_arrays(const std::vector<Record>& records, Random& random, const Npy& kind,
                             const Declaration& declaration);

/// Samples as `record_kind` draws them, all of the declared length.
std::vector<Record> random_samples(Random& random, const Declaration& declaration, std::size_t samples,
                                   std::size_t classes);

/// Samples that a file of features claims to hold, and has room for.
std::size_t samples_in_array(std::string_view features);

/// The axes of a sample.
std::vector<std::size_t> item_axes(const Declaration& declaration);

}  // namespace proofload
