#include "proofload/loader.hpp"
#include "zoo/split_at_comma.hpp"

PROOFLOAD_LOADER(split_at_comma_twin) { return proofload::zoo::split_at_comma<proofload::zoo::Variant::twin>(); }
