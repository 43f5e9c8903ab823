#include "proofload/loader.hpp"
#include "zoo/torn_shard_ends.hpp"

PROOFLOAD_LOADER(torn_shard_ends_twin) { return proofload::zoo::torn_shard_ends<proofload::zoo::Variant::twin>(); }
