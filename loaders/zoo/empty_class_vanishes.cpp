#include "zoo/empty_class_vanishes.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(empty_class_vanishes) {
  return proofload::zoo::empty_class_vanishes<proofload::zoo::Variant::specimen>();
}
