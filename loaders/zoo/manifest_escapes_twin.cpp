#include "proofload/loader.hpp"
#include "zoo/manifest_escapes.hpp"

PROOFLOAD_LOADER(manifest_escapes_twin) { return proofload::zoo::manifest_escapes<proofload::zoo::Variant::twin>(); }
