/// A sequence kind is a data kind whose files hold one sequence each; a format is all in which such kinds differ.
#pragma once

#include <string_view>

#include "dataset/csv.hpp"
#include "dataset/data_kind.hpp"

namespace proofload {

struct SequenceFormat {
  std::string_view extension;  ///< in small letters
  SequenceEvidence (*look)(const Blob& bytes, const Declaration& declaration);
  /// A file that every right reader reads; `random` draws among the many ways to write it.
  Blob (*write)(const Sequence& sequence, Random& random, const Declaration& declaration);
};

/// Whether any number of it can be told.
bool any_told(const Sequence& sequence);
/// State and cause of an intact sample of which its format says that, whatever it holds.
void judge_soundness(SampleTruth& sample, const SequenceEvidence& evidence, Integrity integrity);
/// The same by what it holds as well, and its content.
void judge_evidence(SampleTruth& sample, const SequenceEvidence& evidence, const Declaration& declaration);

void judge_sequence(SampleTruth& sample, const Blob& bytes, const SequenceFormat& format,
                    const Declaration& declaration);
void show_sequence(SampleTruth& sample, const Blob* now, const Blob* before, const SequenceFormat& format,
                   const Declaration& declaration);
Dataset random_sequences(Random& random, const SequenceFormat& format, const Declaration& declaration,
                         std::size_t samples, std::size_t classes);
Blob random_sequence_file(Random& random, const SequenceFormat& format, const Declaration& declaration);
DataFile random_sequence_in(Random& random, const SequenceFormat& format, const Declaration& declaration,
                            std::string_view folder);

template <const SequenceFormat& format>
const DataKind& sequence_kind() {
  static constexpr DataKind kind{
      .names_sample = [](std::string_view path) { return lower_extension(path) == format.extension; },
      .junk = [](const Declaration&) { return JunkFiles::undeclared; },
      .judge = [](SampleTruth& sample, const Blob& bytes,
                  const Declaration& declaration) { judge_sequence(sample, bytes, format, declaration); },
      .show = [](SampleTruth& sample, const Blob* now, const Blob* before,
                 const Declaration& declaration) { show_sequence(sample, now, before, format, declaration); },
      .random_dataset =
          [](Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
            return random_sequences(random, format, declaration, samples, classes);
          },
      .random_file = [](Random& random, const Declaration& declaration,
                        std::string_view folder) { return random_sequence_in(random, format, declaration, folder); },
      .good_content = [](Random& random, const Declaration& declaration, const Dataset&,
                         std::string_view) { return random_sequence_file(random, format, declaration); },
  };
  return kind;
}

}  // namespace proofload
