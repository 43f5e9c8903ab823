#include "zoo/bom_in_header.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(bom_in_header) { return proofload::zoo::bom_in_header<proofload::zoo::Variant::specimen>(); }
