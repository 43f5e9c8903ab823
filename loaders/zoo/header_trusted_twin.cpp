#include "proofload/loader.hpp"
#include "zoo/header_trusted.hpp"

PROOFLOAD_LOADER(header_trusted_twin) { return proofload::zoo::header_trusted<proofload::zoo::Variant::twin>(); }
