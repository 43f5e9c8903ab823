#include "zoo/bomb.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(bomb) { return proofload::zoo::bomb<proofload::zoo::Variant::specimen>(); }
