#include "zoo/pool_per_epoch.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(pool_per_epoch) { return proofload::zoo::pool_per_epoch<proofload::zoo::Variant::specimen>(); }
