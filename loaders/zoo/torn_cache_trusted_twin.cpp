#include "proofload/loader.hpp"
#include "zoo/torn_cache_trusted.hpp"

PROOFLOAD_LOADER(torn_cache_trusted_twin) {
  return proofload::zoo::torn_cache_trusted<proofload::zoo::Variant::twin>();
}
