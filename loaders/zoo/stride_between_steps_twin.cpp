#include "proofload/loader.hpp"
#include "zoo/stride_between_steps.hpp"

PROOFLOAD_LOADER(stride_between_steps_twin) {
  return proofload::zoo::stride_between_steps<proofload::zoo::Variant::twin>();
}
