#include "zoo/worker_twin_rng.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(worker_twin_rng) { return proofload::zoo::worker_twin_rng<proofload::zoo::Variant::specimen>(); }
