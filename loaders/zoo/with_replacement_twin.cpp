#include "proofload/loader.hpp"
#include "zoo/with_replacement.hpp"

PROOFLOAD_LOADER(with_replacement_twin) { return proofload::zoo::with_replacement<proofload::zoo::Variant::twin>(); }
