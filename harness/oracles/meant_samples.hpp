/// Meant samples are those that errors are about: by their path, or that of the content that they name, and where that
/// holds several samples by the number in the file, or else in the dataset.
///
/// Numbers may be counted in several ways, where records of a file may count or not. The truth must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dataset/truth.hpp"
#include "proofload/load_error.hpp"

namespace proofload {

/// Whether the loader's numbers count samples that need not be counted.
enum class Numbering : std::uint8_t { counted, left_out, unknown };

class MeantSamples {
 public:
  explicit MeantSamples(const Truth& truth);

  /// From now on an error's index means what is counted in this way, as long as that is a sample of its path.
  void settle(Numbering numbering) { numbering_ = numbering; }

  /// The sample that an error means most likely; nothing: its path is no sample's. `reported` says how often each was
  /// reported already, if it is known.
  [[nodiscard]] std::optional<std::size_t> of(const LoadError& error,
                                              std::span<const std::uint32_t> reported = {}) const;
  /// The same for all errors of an epoch, each of another bad sample as far as that can be. Of samples that `came` an
  /// error speaks only if it can mean no other.
  [[nodiscard]] std::vector<std::optional<std::size_t>> of_all(std::span<const LoadError* const> errors,
                                                               const std::vector<bool>& came = {}) const;
  /// The one sample that an error can mean, if there is one.
  [[nodiscard]] std::optional<std::size_t> surely(const LoadError& error) const;

 private:
  struct AtPath {
    std::vector<std::size_t> files;    ///< samples that are the file
    std::vector<std::size_t> records;  ///< by their number
  };

  [[nodiscard]] const AtPath* at(std::string_view path) const;
  /// The records of that path that an error's numbers may be those of.
  [[nodiscard]] std::span<const std::size_t> range(const AtPath& path, const LoadError& error) const;
  void match(std::span<const LoadError* const> errors, std::vector<std::size_t> told, const std::vector<bool>& came,
             std::vector<std::optional<std::size_t>>& result) const;

  /// Leaves those that have the error's index in the settled numbering, if there are any.
  void keep_numbered(std::vector<std::size_t>& samples, const LoadError& error) const;

  const Truth& truth_;
  Numbering numbering_ = Numbering::unknown;
  std::unordered_map<std::string_view, AtPath> paths_;
};

}  // namespace proofload
