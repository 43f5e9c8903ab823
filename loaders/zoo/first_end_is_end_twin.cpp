#include "proofload/loader.hpp"
#include "zoo/first_end_is_end.hpp"

PROOFLOAD_LOADER(first_end_is_end_twin) { return proofload::zoo::first_end_is_end<proofload::zoo::Variant::twin>(); }
