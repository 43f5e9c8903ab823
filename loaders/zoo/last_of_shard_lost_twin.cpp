#include "proofload/loader.hpp"
#include "zoo/last_of_shard_lost.hpp"

PROOFLOAD_LOADER(last_of_shard_lost_twin) {
  return proofload::zoo::last_of_shard_lost<proofload::zoo::Variant::twin>();
}
