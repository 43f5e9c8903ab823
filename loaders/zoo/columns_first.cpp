#include "zoo/columns_first.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(columns_first) { return proofload::zoo::columns_first<proofload::zoo::Variant::specimen>(); }
