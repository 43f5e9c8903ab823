#include "zoo/row_to_the_one_before.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(row_to_the_one_before) {
  return proofload::zoo::row_to_the_one_before<proofload::zoo::Variant::specimen>();
}
