#include "proofload/loader.hpp"
#include "zoo/row_to_the_one_before.hpp"

PROOFLOAD_LOADER(row_to_the_one_before_twin) {
  return proofload::zoo::row_to_the_one_before<proofload::zoo::Variant::twin>();
}
