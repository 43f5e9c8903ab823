#include "proofload/loader.hpp"
#include "zoo/error_batch_position.hpp"

PROOFLOAD_LOADER(error_batch_position_twin) {
  return proofload::zoo::error_batch_position<proofload::zoo::Variant::twin>();
}
