#include "proofload/loader.hpp"
#include "zoo/same_tail_dropped.hpp"

PROOFLOAD_LOADER(same_tail_dropped_twin) { return proofload::zoo::same_tail_dropped<proofload::zoo::Variant::twin>(); }
