#include "zoo/resync_eats_next.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(resync_eats_next) { return proofload::zoo::resync_eats_next<proofload::zoo::Variant::specimen>(); }
