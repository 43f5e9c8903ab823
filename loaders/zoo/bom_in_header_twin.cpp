#include "proofload/loader.hpp"
#include "zoo/bom_in_header.hpp"

PROOFLOAD_LOADER(bom_in_header_twin) { return proofload::zoo::bom_in_header<proofload::zoo::Variant::twin>(); }
