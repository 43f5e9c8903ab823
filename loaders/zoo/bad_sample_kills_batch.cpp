#include "zoo/bad_sample_kills_batch.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(bad_sample_kills_batch) {
  return proofload::zoo::bad_sample_kills_batch<proofload::zoo::Variant::specimen>();
}
