#include "zoo/seed_not_used.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(seed_not_used) { return proofload::zoo::seed_not_used<proofload::zoo::Variant::specimen>(); }
