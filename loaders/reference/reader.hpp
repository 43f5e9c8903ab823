/// A reader gives the samples of a dataset one by one, by index, in the dataset's declared order.
///
/// Implement what a new kind of dataset needs; order, batches and policies are views over it (`shuffled`, `Batched`),
/// and so is loading ahead (`Prefetched`, which wants readers that can be copied).
/// Threads: one at a time. A reader may keep buffers, so `get` is not const; a copy shares nothing that is written to.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "proofload/load_error.hpp"

namespace proofload::reference {

class Reader {
 public:
  Reader() = default;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  /// Samples, counted when the dataset was listed: also those that will turn out to be bad.
  [[nodiscard]] virtual std::uint64_t size() const = 0;

  /// Shape of the features of one sample, without the batch's axis.
  [[nodiscard]] virtual std::vector<std::int64_t> shape() const = 0;

  /// The file of a sample, relative to the dataset's root.
  [[nodiscard]] virtual std::string path(std::uint64_t index) const = 0;

  /// The label of a sample. Known without reading its file, so a bad sample has one, too.
  [[nodiscard]] virtual std::int64_t label(std::uint64_t index) const = 0;

  /// Writes the features of a sample. `into` has as many values as the shape says; after an error it is as it was.
  virtual std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) = 0;

  /// From now on samples will be asked for in this order: that of an epoch. What was announced before is void.
  virtual void announce(std::span<const std::uint64_t> /*order*/) {}

 protected:
  Reader(const Reader&) = default;  // by copies of the whole, never of a part
};

/// Values of one sample: the product of its shape.
inline std::size_t values_of(const Reader& reader) {
  std::size_t values = 1;
  for (const std::int64_t extent : reader.shape()) {
    values *= static_cast<std::size_t>(extent);
  }
  return values;
}

}  // namespace proofload::reference
