#include "proofload/loader.hpp"
#include "zoo/bad_sample_kills_batch.hpp"

PROOFLOAD_LOADER(bad_sample_kills_batch_twin) {
  return proofload::zoo::bad_sample_kills_batch<proofload::zoo::Variant::twin>();
}
