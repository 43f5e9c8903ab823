#include "zoo/torn_cache_trusted.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(torn_cache_trusted) { return proofload::zoo::torn_cache_trusted<proofload::zoo::Variant::specimen>(); }
