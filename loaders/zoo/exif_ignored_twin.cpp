#include "proofload/loader.hpp"
#include "zoo/exif_ignored.hpp"

PROOFLOAD_LOADER(exif_ignored_twin) { return proofload::zoo::exif_ignored<proofload::zoo::Variant::twin>(); }
