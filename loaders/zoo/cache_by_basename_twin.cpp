#include "proofload/loader.hpp"
#include "zoo/cache_by_basename.hpp"

PROOFLOAD_LOADER(cache_by_basename_twin) { return proofload::zoo::cache_by_basename<proofload::zoo::Variant::twin>(); }
