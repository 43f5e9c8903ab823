#include "proofload/loader.hpp"
#include "zoo/last_sequence_lost.hpp"

PROOFLOAD_LOADER(last_sequence_lost_twin) {
  return proofload::zoo::last_sequence_lost<proofload::zoo::Variant::twin>();
}
