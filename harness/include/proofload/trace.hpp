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

/// What was in use when an epoch, or a loader, had ended.
struct Usage {
  std::uint64_t descriptors = 0;        ///< of the process
  std::uint64_t threads = 0;            ///< of the process
  std::uint64_t open_files = 0;         ///< of the source, whatever carries it
  std::optional<std::uint64_t> memory;  ///< bytes on the heap, where they can be counted
};

/// A batch that was another one when it was read again.
struct LaterChange {
  enum class How : std::uint8_t { other_bytes, freed };
  How how = How::other_bytes;
  std::uint64_t epoch = 0;
  std::uint64_t batch = 0;
  std::uint64_t row = 0;    ///< the first that differs; 0 when freed
  std::uint64_t calls = 0;  ///< of `next()` since the batch was yielded
  std::string tensor;       ///< "features", "labels", …
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
  std::optional<Usage> usage;             ///< after it, in runs that measure
  std::vector<std::uint64_t> digests;     ///< of each row's features without padding, in runs that keep no batches
};

struct Trace {
  std::vector<TracedEpoch> epochs;
  std::optional<LoadError> refused;  ///< the constructor threw: there are no epochs then
  bool refused_with_path = false;    ///< it threw `LoadFailure`, not another exception
  bool has_reports = false;          ///< the loader implements `Reports`
  bool has_epochs = false;           ///< … `Epochs`
  bool has_length = false;           ///< … `Length`

  std::vector<std::uint64_t> fired;          ///< for each fault of the case: how often the loader met it
  std::vector<std::uint64_t> fired_early;    ///< for each error: how often it kept something from the loader for good
  std::vector<bool> unavailable;             ///< for each fault: this carrier could not apply it; empty: none
  std::vector<std::string> escapes;          ///< paths outside of the root that were read
  std::vector<std::string> changes;          ///< of the dataset on disk, one line each
  std::uint64_t reread = 0;                  ///< batches that were read again, as late as their declared life allows
  std::vector<LaterChange> later_changes;    ///< what had become of them; the first few
  std::optional<Usage> usage_at_end;         ///< when the loader was destroyed, in runs that measure
  bool on_disk = false;                      ///< the carrier was a folder
  bool used_path = false;                    ///< the loader asked for the folder's path
  std::optional<std::uint64_t> peak_memory;  ///< heap bytes above the start, where they can be counted
  std::uint64_t source_calls = 0;
  std::uint64_t loader_nanoseconds = 0;  ///< spent in the loader's calls
};

}  // namespace proofload
