#include "proofload/loader.hpp"
#include "zoo/bgr.hpp"

PROOFLOAD_LOADER(bgr_twin) { return proofload::zoo::bgr<proofload::zoo::Variant::twin>(); }
