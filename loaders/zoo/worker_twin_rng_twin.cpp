#include "proofload/loader.hpp"
#include "zoo/worker_twin_rng.hpp"

PROOFLOAD_LOADER(worker_twin_rng_twin) { return proofload::zoo::worker_twin_rng<proofload::zoo::Variant::twin>(); }
