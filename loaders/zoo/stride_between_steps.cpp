#include "zoo/stride_between_steps.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(stride_between_steps) {
  return proofload::zoo::stride_between_steps<proofload::zoo::Variant::specimen>();
}
