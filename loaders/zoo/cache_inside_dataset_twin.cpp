#include "proofload/loader.hpp"
#include "zoo/cache_inside_dataset.hpp"

PROOFLOAD_LOADER(cache_inside_dataset_twin) {
  return proofload::zoo::cache_inside_dataset<proofload::zoo::Variant::twin>();
}
