#include "proofload/loader.hpp"
#include "zoo/columns_first.hpp"

PROOFLOAD_LOADER(columns_first_twin) { return proofload::zoo::columns_first<proofload::zoo::Variant::twin>(); }
