#include "zoo/manifest_escapes.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(manifest_escapes) { return proofload::zoo::manifest_escapes<proofload::zoo::Variant::specimen>(); }
