#include "proofload/loader.hpp"
#include "zoo/alpha_as_stride.hpp"

PROOFLOAD_LOADER(alpha_as_stride_twin) { return proofload::zoo::alpha_as_stride<proofload::zoo::Variant::twin>(); }
