#include "proofload/loader.hpp"
#include "zoo/first_interval_only.hpp"

PROOFLOAD_LOADER(first_interval_only_twin) {
  return proofload::zoo::first_interval_only<proofload::zoo::Variant::twin>();
}
