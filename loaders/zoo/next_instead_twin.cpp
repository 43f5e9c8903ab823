#include "proofload/loader.hpp"
#include "zoo/next_instead.hpp"

PROOFLOAD_LOADER(next_instead_twin) { return proofload::zoo::next_instead<proofload::zoo::Variant::twin>(); }
