#include "proofload/loader.hpp"
#include "zoo/width_height.hpp"

PROOFLOAD_LOADER(width_height_twin) { return proofload::zoo::width_height<proofload::zoo::Variant::twin>(); }
