#include "proofload/loader.hpp"
#include "zoo/flat_image_nan.hpp"

PROOFLOAD_LOADER(flat_image_nan_twin) { return proofload::zoo::flat_image_nan<proofload::zoo::Variant::twin>(); }
