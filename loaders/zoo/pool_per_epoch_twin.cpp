#include "proofload/loader.hpp"
#include "zoo/pool_per_epoch.hpp"

PROOFLOAD_LOADER(pool_per_epoch_twin) { return proofload::zoo::pool_per_epoch<proofload::zoo::Variant::twin>(); }
