#include "proofload/loader.hpp"
#include "zoo/skip_shrinks_batch.hpp"

PROOFLOAD_LOADER(skip_shrinks_batch_twin) {
  return proofload::zoo::skip_shrinks_batch<proofload::zoo::Variant::twin>();
}
