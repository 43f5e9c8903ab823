#include "zoo/bgr.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(bgr) { return proofload::zoo::bgr<proofload::zoo::Variant::specimen>(); }
