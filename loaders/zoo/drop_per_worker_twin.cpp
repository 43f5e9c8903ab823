#include "proofload/loader.hpp"
#include "zoo/drop_per_worker.hpp"

PROOFLOAD_LOADER(drop_per_worker_twin) { return proofload::zoo::drop_per_worker<proofload::zoo::Variant::twin>(); }
