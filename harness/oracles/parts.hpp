/// The parts of a dataset for each of which an epoch ends with a last batch of its own: `Declaration::remainder`.
#pragma once

#include <cstddef>
#include <optional>

#include "oracles/hearing.hpp"

namespace proofload {

class Parts {
 public:
  explicit Parts(const Hearing& hearing) : hearing_(hearing) {}

  /// How many there are at most; nothing: nobody knows.
  [[nodiscard]] std::optional<std::size_t> count() const;

  /// Which part a row is of, below `count`; nothing when that cannot be told.
  [[nodiscard]] std::optional<std::size_t> of(const HeardRun& run, std::size_t epoch, const RowReading& row) const;
  /// … a sample, if it is delivered with the content that it holds.
  [[nodiscard]] std::optional<std::size_t> of(const HeardRun& run, std::size_t sample) const;
  /// … a batch: that of its first row of which it can be told.
  [[nodiscard]] std::optional<std::size_t> of_batch(const HeardRun& run, std::size_t epoch, std::uint64_t batch) const;

 private:
  const Hearing& hearing_;
};

/// Steps of a sample as they are delivered, too long ones cut as declared; nothing: nobody knows.
std::optional<std::size_t> delivered_steps(const HeardRun& run, std::size_t sample, const Declaration& declaration);

}  // namespace proofload
