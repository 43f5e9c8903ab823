#include "proofload/loader.hpp"
#include "zoo/ring_too_small.hpp"

PROOFLOAD_LOADER(ring_too_small_twin) { return proofload::zoo::ring_too_small<proofload::zoo::Variant::twin>(); }
