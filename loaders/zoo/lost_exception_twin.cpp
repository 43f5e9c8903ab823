#include "proofload/loader.hpp"
#include "zoo/lost_exception.hpp"

PROOFLOAD_LOADER(lost_exception_twin) { return proofload::zoo::lost_exception<proofload::zoo::Variant::twin>(); }
