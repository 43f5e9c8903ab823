#include "zoo/cache_aliased.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(cache_aliased) { return proofload::zoo::cache_aliased<proofload::zoo::Variant::specimen>(); }
