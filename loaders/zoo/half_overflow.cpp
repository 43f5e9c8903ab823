#include "zoo/half_overflow.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(half_overflow) { return proofload::zoo::half_overflow<proofload::zoo::Variant::specimen>(); }
