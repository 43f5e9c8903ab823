#include "proofload/loader.hpp"
#include "zoo/sixteen_clipped.hpp"

PROOFLOAD_LOADER(sixteen_clipped_twin) { return proofload::zoo::sixteen_clipped<proofload::zoo::Variant::twin>(); }
