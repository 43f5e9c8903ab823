#include "proofload/loader.hpp"
#include "zoo/two_shuffles.hpp"

PROOFLOAD_LOADER(two_shuffles_twin) { return proofload::zoo::two_shuffles<proofload::zoo::Variant::twin>(); }
