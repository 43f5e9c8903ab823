#include "proofload/loader.hpp"
#include "zoo/truncated_accepted.hpp"

PROOFLOAD_LOADER(truncated_accepted_twin) {
  return proofload::zoo::truncated_accepted<proofload::zoo::Variant::twin>();
}
