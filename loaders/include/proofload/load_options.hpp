/// The load options are what a training script chooses for one run over a dataset.
///
/// The harness only draws what a loader's declaration supports: an option that is not among `Declaration::supports`
/// has its default, and the two policies then have the declared value.
#pragma once

#include <cstdint>

namespace proofload {

/// What becomes of a sample that cannot be loaded. Whatever is chosen, it is reported once, with path and index.
enum class BadSample : std::uint8_t {
  undeclared,
  fail,  ///< `next()` returns the error and the epoch ends; with `LastBatch::keep` after a batch of what was gathered
  skip_refill,  ///< the batch is filled up with the samples that follow
  skip_shrink,  ///< the batch is short by the samples skipped; no batch of zero rows is yielded
  substitute,   ///< a made-up row takes its place, of any length, with the sample's own label, or if that is no class
                ///< another
};

/// What becomes of the last samples when they do not fill a batch.
enum class LastBatch : std::uint8_t {
  undeclared,
  keep,  ///< a short batch
  drop,  ///< not yielded
  pad,   ///< filled up with rows of zeros, labeled with the declared ignore index
  wrap,  ///< filled up with the first samples of the epoch
};

enum class Shuffle : std::uint8_t { off, on };

struct LoadOptions {
  std::uint64_t batch_size = 4;  ///< rows, at least 1
  Shuffle shuffle = Shuffle::off;
  std::uint64_t seed = 0;      ///< of everything random; equal seeds, equal orders
  std::uint32_t workers = 0;   ///< threads that load ahead; 0: in the calling thread
  std::uint32_t prefetch = 0;  ///< batches loaded ahead
  std::uint32_t shard = 0;     ///< of this loader, below `shards`
  std::uint32_t shards = 1;    ///< loaders that share the dataset
  BadSample bad_sample = BadSample::undeclared;
  LastBatch last_batch = LastBatch::undeclared;

  bool operator==(const LoadOptions&) const = default;
};

}  // namespace proofload
