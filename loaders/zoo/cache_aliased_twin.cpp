#include "proofload/loader.hpp"
#include "zoo/cache_aliased.hpp"

PROOFLOAD_LOADER(cache_aliased_twin) { return proofload::zoo::cache_aliased<proofload::zoo::Variant::twin>(); }
