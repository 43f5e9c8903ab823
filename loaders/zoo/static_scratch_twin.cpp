#include "proofload/loader.hpp"
#include "zoo/static_scratch.hpp"

PROOFLOAD_LOADER(static_scratch_twin) { return proofload::zoo::static_scratch<proofload::zoo::Variant::twin>(); }
