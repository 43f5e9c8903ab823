#include "zoo/unwritten_row.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(unwritten_row) { return proofload::zoo::unwritten_row<proofload::zoo::Variant::specimen>(); }
