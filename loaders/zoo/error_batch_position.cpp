#include "zoo/error_batch_position.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(error_batch_position) {
  return proofload::zoo::error_batch_position<proofload::zoo::Variant::specimen>();
}
