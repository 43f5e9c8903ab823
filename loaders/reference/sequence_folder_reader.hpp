/// A sequence folder reader reads class folders with one sequence per file, each as a record of fixed size.
///
/// A record is the number of steps, then the steps, then zeros up to the longest: so whatever works on readers of one
/// size (order, batches, loading ahead) works on sequences, and `Padded` makes ragged batches of records.
/// Longer sequences are cut or refused, as planned. What a file's bytes mean is the format's affair.
/// Copies share the listing and the source; each has buffers of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "proofload/declaration.hpp"
#include "proofload/source.hpp"
#include "reference/class_folders.hpp"
#include "reference/reader.hpp"

namespace proofload::reference {

/// Appends the steps of a file to `values`, `channels` numbers each, or says why not.
using ReadSteps = std::expected<void, std::string>(std::span<const std::byte> file, std::vector<float>& values);

struct SequencePlan {
  std::string extension;
  ReadSteps* read = nullptr;
  std::uint32_t channels = 3;
  std::uint32_t longest = 32;                      ///< steps
  Ragged::Side cut = Ragged::Side::tail;           ///< which end goes; `neither`: longer ones are refused
  Ragged::Empty empty = Ragged::Empty::kept;       ///< what becomes of sequences without a step
  std::size_t classes = 16;                        ///< at most so many
  std::size_t file_limit = std::size_t{4} << 20U;  ///< bytes of a file; a larger one is refused
};

class SequenceFolderReader : public Reader {
 public:
  /// Lists the dataset; throws `LoadFailure`. The source outlives the reader.
  SequenceFolderReader(Source& source, const SequencePlan& plan);

  [[nodiscard]] std::uint64_t size() const override { return folders_->samples.size(); }
  /// Of a record.
  [[nodiscard]] std::vector<std::int64_t> shape() const override;
  [[nodiscard]] std::string path(std::uint64_t index) const override { return folders_->path(index); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override { return folders_->samples[index].label; }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override;

 private:
  std::expected<void, std::string> load(std::uint64_t index);

  Source& source_;
  SequencePlan plan_;
  std::shared_ptr<const ClassFolders> folders_;
  std::vector<std::byte> bytes_;  ///< of the file that is being read; kept, so that reading does not allocate
  std::vector<float> values_;     ///< of its steps, likewise
};

}  // namespace proofload::reference
