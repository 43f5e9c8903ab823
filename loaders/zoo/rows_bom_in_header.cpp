#include "zoo/rows_bom_in_header.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(rows_bom_in_header) { return proofload::zoo::rows_bom_in_header<proofload::zoo::Variant::specimen>(); }
