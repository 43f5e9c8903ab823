#include "zoo/last_of_shard_lost.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(last_of_shard_lost) { return proofload::zoo::last_of_shard_lost<proofload::zoo::Variant::specimen>(); }
