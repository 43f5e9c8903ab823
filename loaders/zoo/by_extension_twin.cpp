#include "proofload/loader.hpp"
#include "zoo/by_extension.hpp"

PROOFLOAD_LOADER(by_extension_twin) { return proofload::zoo::by_extension<proofload::zoo::Variant::twin>(); }
