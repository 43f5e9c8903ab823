#include "proofload/loader.hpp"
#include "zoo/shuffle_in_batches.hpp"

PROOFLOAD_LOADER(shuffle_in_batches_twin) {
  return proofload::zoo::shuffle_in_batches<proofload::zoo::Variant::twin>();
}
