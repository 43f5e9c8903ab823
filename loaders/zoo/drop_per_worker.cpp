#include "zoo/drop_per_worker.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(drop_per_worker) { return proofload::zoo::drop_per_worker<proofload::zoo::Variant::specimen>(); }
