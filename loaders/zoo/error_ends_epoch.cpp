#include "zoo/error_ends_epoch.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(error_ends_epoch) { return proofload::zoo::error_ends_epoch<proofload::zoo::Variant::specimen>(); }
