#include "zoo/every_worker_everything.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(every_worker_everything) {
  return proofload::zoo::every_worker_everything<proofload::zoo::Variant::specimen>();
}
