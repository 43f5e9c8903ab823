#include "proofload/loader.hpp"
#include "zoo/tail_lost.hpp"

PROOFLOAD_LOADER(tail_lost_twin) { return proofload::zoo::tail_lost<proofload::zoo::Variant::twin>(); }
