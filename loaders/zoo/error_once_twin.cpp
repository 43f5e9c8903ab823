#include "proofload/loader.hpp"
#include "zoo/error_once.hpp"

PROOFLOAD_LOADER(error_once_twin) { return proofload::zoo::error_once<proofload::zoo::Variant::twin>(); }
