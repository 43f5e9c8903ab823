#include "zoo/torn_shard_ends.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(torn_shard_ends) { return proofload::zoo::torn_shard_ends<proofload::zoo::Variant::specimen>(); }
