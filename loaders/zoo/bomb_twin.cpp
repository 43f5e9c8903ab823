#include "proofload/loader.hpp"
#include "zoo/bomb.hpp"

PROOFLOAD_LOADER(bomb_twin) { return proofload::zoo::bomb<proofload::zoo::Variant::twin>(); }
