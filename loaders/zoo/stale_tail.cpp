#include "zoo/stale_tail.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(stale_tail) { return proofload::zoo::stale_tail<proofload::zoo::Variant::specimen>(); }
