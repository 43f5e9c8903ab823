#include "proofload/loader.hpp"
#include "zoo/wrap_tail.hpp"

PROOFLOAD_LOADER(wrap_tail_twin) { return proofload::zoo::wrap_tail<proofload::zoo::Variant::twin>(); }
