#include "zoo/seed_from_device.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(seed_from_device) { return proofload::zoo::seed_from_device<proofload::zoo::Variant::specimen>(); }
