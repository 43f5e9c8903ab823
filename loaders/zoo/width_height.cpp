#include "zoo/width_height.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(width_height) { return proofload::zoo::width_height<proofload::zoo::Variant::specimen>(); }
