/// An idx table holds all samples of a dataset of IDX files, in memory, as the bytes that they are.
///
/// Files stand at the dataset's root, in pairs: FRONT-images-idx3-ubyte and FRONT-labels-idx1-ubyte, either with .gz
/// behind; of a file that is there twice the plain one counts. All others are ignored. The order of the samples is by
/// the name of the file of images (where there is none, of labels), as bytes, and then as they stand in it. A label
/// that is no class is one bad sample, and so is a pair that is bad in any other way. Threads: once made, it is only
/// read, by any number of them.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "proofload/load_error.hpp"
#include "proofload/source.hpp"
#include "reference/idx_array.hpp"

namespace proofload::reference {

using ReadIdx = std::expected<IdxArray, std::string>(Source& source, const std::string& path, const IdxRules& rules);
/// How many samples a pair has; an error when it is bad.
using CountPair = std::expected<std::uint64_t, std::string>(std::uint64_t images, std::uint64_t labels);

/// As many images as labels.
CountPair equal_counts;

struct IdxTablePlan {
  std::uint32_t rows = 28;
  std::uint32_t columns = 28;
  std::uint32_t classes = 10;                    ///< labels are below
  std::size_t memory = std::size_t{128} << 20U;  ///< bytes of all images; a larger dataset is refused
  ReadIdx* read_images = read_idx;
  CountPair* count = equal_counts;
};

class IdxTable {
 public:
  /// Reads the dataset. Throws `LoadFailure` when the root cannot be listed, or there are no samples, or too many.
  IdxTable(Source& source, const IdxTablePlan& plan);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Of a bad sample: the one that was said.
  [[nodiscard]] std::int64_t label(std::uint64_t index, std::int64_t of_bad) const;
  [[nodiscard]] std::string path(std::uint64_t index) const;
  /// rows x columns, row by row.
  [[nodiscard]] std::expected<std::span<const std::byte>, LoadError> pixels(std::uint64_t index) const;

 private:
  struct Pair {
    std::string images;  ///< path; empty: there is none
    std::string labels;
    std::uint64_t first = 0;  ///< its first sample
    std::uint64_t size = 0;   ///< one, when it is bad as a whole
    IdxArray pixels;
    IdxArray classes;
    std::string bad;      ///< why it is bad as a whole; empty: it is not
    std::string culprit;  ///< the path that says so

    [[nodiscard]] const std::string& path() const { return images.empty() ? labels : images; }
  };

  static std::vector<Pair> pairs(Source& source);
  static void refuse(Pair& pair, const std::string& path, std::string reason);
  void read(Source& source, Pair& pair) const;
  [[nodiscard]] const Pair& pair_of(std::uint64_t index) const;
  [[nodiscard]] std::uint64_t bytes_held() const;

  IdxTablePlan plan_;
  std::vector<Pair> pairs_;
  std::uint64_t size_ = 0;
};

}  // namespace proofload::reference
