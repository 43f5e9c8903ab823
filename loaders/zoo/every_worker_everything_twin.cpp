#include "proofload/loader.hpp"
#include "zoo/every_worker_everything.hpp"

PROOFLOAD_LOADER(every_worker_everything_twin) {
  return proofload::zoo::every_worker_everything<proofload::zoo::Variant::twin>();
}
