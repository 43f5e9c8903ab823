#include "proofload/loader.hpp"
#include "zoo/len_floor.hpp"

PROOFLOAD_LOADER(len_floor_twin) { return proofload::zoo::len_floor<proofload::zoo::Variant::twin>(); }
