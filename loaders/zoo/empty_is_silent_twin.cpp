#include "proofload/loader.hpp"
#include "zoo/empty_is_silent.hpp"

PROOFLOAD_LOADER(empty_is_silent_twin) { return proofload::zoo::empty_is_silent<proofload::zoo::Variant::twin>(); }
