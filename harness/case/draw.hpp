/// Drawing the parts of a case, shared by what makes new cases and what changes them.
#pragma once

#include "dataset/data_kind.hpp"
#include "proofload/case.hpp"
#include "proofload/declaration.hpp"
#include "proofload/random.hpp"

namespace proofload {

/// What datasets to draw for a loader: of what it reads, and of images where that is not declared or not known.
const DataKind& drawn_kind(const Declaration& declaration);

/// Files that are samples: all but a manifest.
std::size_t sample_count(const Case& value, const Declaration& declaration);

/// A batch size that `samples` stands in an interesting relation to.
/// Samples whose features take as much memory as the loader may use; the greatest number where it does not say.
std::uint64_t samples_in_budget(const Declaration& declaration);

std::uint64_t draw_batch_size(Random& random, std::size_t samples);

BadSample draw_bad_sample(Random& random);
LastBatch draw_last_batch(Random& random);
std::uint32_t draw_workers(Random& random, std::size_t samples);
std::uint32_t draw_prefetch(Random& random);
void draw_shards(Random& random, std::size_t samples, LoadOptions& options);
std::uint64_t draw_seed(Random& random);

}  // namespace proofload
