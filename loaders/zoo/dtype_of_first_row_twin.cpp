#include "proofload/loader.hpp"
#include "zoo/dtype_of_first_row.hpp"

PROOFLOAD_LOADER(dtype_of_first_row_twin) {
  return proofload::zoo::dtype_of_first_row<proofload::zoo::Variant::twin>();
}
