/// A trace is what was seen of one run. Observing never judges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proofload/batch.hpp"
#include "proofload/load_error.hpp"
#include "proofload/loader.hpp"

namespace proofload {

/// A tensor copied when it was yielded. `claimed` bytes were lent; `bytes` are as many as the shape asks for, or as
/// were lent when that is less.
struct TracedTensor {
  Dtype dtype = Dtype::undeclared;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;
  std::uint64_t claimed = 0;

  bool operator==(const TracedTensor&) const = default;

  [[nodiscard]] std::int64_t rows() const { return shape.empty() ? 0 : shape.front(); }
};

struct TracedBatch {
  TracedTensor features;
  TracedTensor labels;
  std::optional<TracedTensor> mask;
  std::optional<TracedTensor> lengths;
  std::optional<TracedTensor> sample_ids;

  bool operator==(const TracedBatch&) const = default;
};

struct TracedReport {
  LoadError error;
  SampleReport::Deed deed = SampleReport::Deed::skipped;
};

struct TracedEpoch {
  enum class End : std::uint8_t {
    finished,   ///< the loader said so
    error,      ///< `next()` returned an error
    threw,      ///< an exception escaped `next()`
    abandoned,  ///< left on purpose
    unbounded,  ///< more batches than could be right: cut off
  };
  std::vector<TracedBatch> batches;
  End end = End::finished;
  std::optional<LoadError> error;  ///< with `error` and `threw`
  std::vector<TracedReport> reports;
  std::optional<std::uint64_t> promised;  ///< batches, at the start of the epoch
  bool more_after_end = false;            ///< after the end, `next()` gave something else than the end
};

struct Trace {
  std::vector<TracedEpoch> epochs;
  std::optional<LoadError> refused;  ///< the constructor threw: there are no epochs then
  bool refused_with_path = false;    ///< it threw `LoadFailure`, not another exception
  bool has_reports = false;          ///< the loader implements `Reports`
  bool has_epochs = false;           ///< … `Epochs`
  bool has_length = false;           ///< … `Length`

  std::vector<std::uint64_t> fired;          ///< for each fault of the case: how often the loader met it
  std::vector<std::uint64_t> fired_early;    ///< for each read error: how often before the file's end was reached
  std::vector<bool> unavailable;             ///< for each fault: this carrier could not apply it; empty: none
  std::vector<std::string> escapes;          ///< paths outside of the root that were read
  std::vector<std::string> changes;          ///< of the dataset on disk, one line each
  bool on_disk = false;                      ///< the carrier was a folder
  bool used_path = false;                    ///< the loader asked for the folder's path
  std::optional<std::uint64_t> peak_memory;  ///< heap bytes above the start, where they can be counted
  std::uint64_t source_calls = 0;
  std::uint64_t loader_nanoseconds = 0;  ///< spent in the loader's calls
};

}  // namespace proofload
