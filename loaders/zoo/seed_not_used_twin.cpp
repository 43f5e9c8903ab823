#include "proofload/loader.hpp"
#include "zoo/seed_not_used.hpp"

PROOFLOAD_LOADER(seed_not_used_twin) { return proofload::zoo::seed_not_used<proofload::zoo::Variant::twin>(); }
