#include "zoo/dtype_of_first_row.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(dtype_of_first_row) { return proofload::zoo::dtype_of_first_row<proofload::zoo::Variant::specimen>(); }
