#include "proofload/loader.hpp"
#include "zoo/half_overflow.hpp"

PROOFLOAD_LOADER(half_overflow_twin) { return proofload::zoo::half_overflow<proofload::zoo::Variant::twin>(); }
