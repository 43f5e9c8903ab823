/// What the format of tar, and of arrays in it, says of a shard. Independent of the loaders.
#pragma once

#include "dataset/record_kind.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

FileEvidence look_at_tar_shard(const Blob& file, const TarShards& kind, const Declaration& declaration);

}  // namespace proofload
