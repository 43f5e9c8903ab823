#include "zoo/ring_too_small.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(ring_too_small) { return proofload::zoo::ring_too_small<proofload::zoo::Variant::specimen>(); }
