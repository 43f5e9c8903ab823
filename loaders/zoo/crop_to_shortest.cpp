#include "zoo/crop_to_shortest.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(crop_to_shortest) { return proofload::zoo::crop_to_shortest<proofload::zoo::Variant::specimen>(); }
