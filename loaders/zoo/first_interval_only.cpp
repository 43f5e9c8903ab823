#include "zoo/first_interval_only.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(first_interval_only) {
  return proofload::zoo::first_interval_only<proofload::zoo::Variant::specimen>();
}
