#include "proofload/loader.hpp"
#include "zoo/stale_tail.hpp"

PROOFLOAD_LOADER(stale_tail_twin) { return proofload::zoo::stale_tail<proofload::zoo::Variant::twin>(); }
