#include "zoo/exif_ignored.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(exif_ignored) { return proofload::zoo::exif_ignored<proofload::zoo::Variant::specimen>(); }
