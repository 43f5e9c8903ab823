#include "proofload/loader.hpp"
#include "zoo/one_batch_too_many.hpp"

PROOFLOAD_LOADER(one_batch_too_many_twin) {
  return proofload::zoo::one_batch_too_many<proofload::zoo::Variant::twin>();
}
