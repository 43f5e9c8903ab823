#include "proofload/loader.hpp"
#include "zoo/steps_as_they_come.hpp"

PROOFLOAD_LOADER(steps_as_they_come_twin) {
  return proofload::zoo::steps_as_they_come<proofload::zoo::Variant::twin>();
}
