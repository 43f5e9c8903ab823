#include "proofload/loader.hpp"
#include "zoo/empty_sequence_nan.hpp"

PROOFLOAD_LOADER(empty_sequence_nan_twin) {
  return proofload::zoo::empty_sequence_nan<proofload::zoo::Variant::twin>();
}
