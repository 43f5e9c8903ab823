#include "proofload/loader.hpp"
#include "zoo/seed_from_device.hpp"

PROOFLOAD_LOADER(seed_from_device_twin) { return proofload::zoo::seed_from_device<proofload::zoo::Variant::twin>(); }
