#include "zoo/alpha_as_stride.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(alpha_as_stride) { return proofload::zoo::alpha_as_stride<proofload::zoo::Variant::specimen>(); }
