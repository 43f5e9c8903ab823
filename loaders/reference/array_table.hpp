/// An array table holds all samples of a dataset of two NumPy arrays in memory: features, and labels beside them.
///
/// What is bad of the arrays as a whole refuses the dataset; a number out of range, or a label that is no class, is one
/// bad sample. Threads: once made, it is only read, by any number of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "proofload/load_error.hpp"
#include "proofload/source.hpp"
#include "reference/npy_steps.hpp"

namespace proofload::reference {

/// Files of arrays, and the path of each that errors name.
struct ArrayBytes {
  std::vector<std::byte> features;
  std::vector<std::byte> labels;
};

struct ArrayTablePlan;
/// Throws `LoadFailure`.
using ReadArrays = ArrayBytes(Source& source, const ArrayTablePlan& plan);
/// Two files beside each other.
ReadArrays read_array_files;
/// Two members of the archive.
ReadArrays read_archived_arrays;

using ReadFeatures = std::expected<void, std::string>(std::span<const std::byte> file, const ArrayPlan& plan,
                                                      std::vector<float>& values);
using ReadLabels = std::expected<std::vector<std::int64_t>, std::string>(std::span<const std::byte> file,
                                                                         std::uint64_t samples);

struct ArrayTablePlan {
  ArrayPlan array;            ///< of the features
  std::int64_t classes = 16;  ///< labels are below
  std::string features = "features.npy";
  std::string labels = "labels.npy";
  std::string archive;                              ///< of which these are members; empty: they are files
  std::size_t file_limit = std::size_t{64} << 20U;  ///< bytes of a file, or of a member; a larger one is refused
  ReadArrays* read = read_array_files;
  ReadFeatures* read_features = read_npy_steps;
  ReadLabels* read_labels = nullptr;  ///< null: `read_npy_labels`
};

class ArrayTable {
 public:
  /// Reads the dataset; throws `LoadFailure`.
  ArrayTable(Source& source, const ArrayTablePlan& plan);

  [[nodiscard]] std::uint64_t size() const { return labels_.size(); }
  /// The file with the features.
  [[nodiscard]] const std::string& path() const { return plan_.archive.empty() ? plan_.features : plan_.archive; }
  /// `of_bad`: where it is no class.
  [[nodiscard]] std::int64_t label(std::uint64_t index, std::int64_t of_bad) const {
    return is_class(labels_[index]) ? labels_[index] : of_bad;
  }
  [[nodiscard]] std::expected<std::span<const float>, LoadError> values(std::uint64_t index) const;

 private:
  [[nodiscard]] bool is_class(std::int64_t label) const { return label >= 0 && label < plan_.classes; }
  [[nodiscard]] LoadError refusal(std::uint64_t index, const std::string& array, const std::string& reason) const;

  ArrayTablePlan plan_;
  std::vector<float> values_;
  std::vector<std::int64_t> labels_;
};

}  // namespace proofload::reference
