#include "zoo/key_of_all_shards.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(key_of_all_shards) { return proofload::zoo::key_of_all_shards<proofload::zoo::Variant::specimen>(); }
