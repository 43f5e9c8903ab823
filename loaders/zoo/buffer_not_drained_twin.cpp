#include "proofload/loader.hpp"
#include "zoo/buffer_not_drained.hpp"

PROOFLOAD_LOADER(buffer_not_drained_twin) {
  return proofload::zoo::buffer_not_drained<proofload::zoo::Variant::twin>();
}
