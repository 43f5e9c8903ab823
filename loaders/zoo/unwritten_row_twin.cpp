#include "proofload/loader.hpp"
#include "zoo/unwritten_row.hpp"

PROOFLOAD_LOADER(unwritten_row_twin) { return proofload::zoo::unwritten_row<proofload::zoo::Variant::twin>(); }
