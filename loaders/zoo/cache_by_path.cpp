#include "zoo/cache_by_path.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(cache_by_path) { return proofload::zoo::cache_by_path<proofload::zoo::Variant::specimen>(); }
