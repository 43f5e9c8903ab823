#include "zoo/flat_image_nan.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(flat_image_nan) { return proofload::zoo::flat_image_nan<proofload::zoo::Variant::specimen>(); }
