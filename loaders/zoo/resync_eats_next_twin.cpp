#include "proofload/loader.hpp"
#include "zoo/resync_eats_next.hpp"

PROOFLOAD_LOADER(resync_eats_next_twin) { return proofload::zoo::resync_eats_next<proofload::zoo::Variant::twin>(); }
