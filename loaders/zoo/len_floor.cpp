#include "zoo/len_floor.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(len_floor) { return proofload::zoo::len_floor<proofload::zoo::Variant::specimen>(); }
