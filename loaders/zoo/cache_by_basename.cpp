#include "zoo/cache_by_basename.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(cache_by_basename) { return proofload::zoo::cache_by_basename<proofload::zoo::Variant::specimen>(); }
