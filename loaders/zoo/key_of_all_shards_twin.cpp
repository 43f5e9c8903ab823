#include "proofload/loader.hpp"
#include "zoo/key_of_all_shards.hpp"

PROOFLOAD_LOADER(key_of_all_shards_twin) { return proofload::zoo::key_of_all_shards<proofload::zoo::Variant::twin>(); }
