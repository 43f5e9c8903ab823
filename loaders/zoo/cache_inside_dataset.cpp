#include "zoo/cache_inside_dataset.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(cache_inside_dataset) {
  return proofload::zoo::cache_inside_dataset<proofload::zoo::Variant::specimen>();
}
