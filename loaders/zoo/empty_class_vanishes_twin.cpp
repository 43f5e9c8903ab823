#include "proofload/loader.hpp"
#include "zoo/empty_class_vanishes.hpp"

PROOFLOAD_LOADER(empty_class_vanishes_twin) {
  return proofload::zoo::empty_class_vanishes<proofload::zoo::Variant::twin>();
}
