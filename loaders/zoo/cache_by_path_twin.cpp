#include "proofload/loader.hpp"
#include "zoo/cache_by_path.hpp"

PROOFLOAD_LOADER(cache_by_path_twin) { return proofload::zoo::cache_by_path<proofload::zoo::Variant::twin>(); }
