#include "proofload/loader.hpp"
#include "zoo/crop_to_shortest.hpp"

PROOFLOAD_LOADER(crop_to_shortest_twin) { return proofload::zoo::crop_to_shortest<proofload::zoo::Variant::twin>(); }
