#include "proofload/loader.hpp"
#include "zoo/error_ends_epoch.hpp"

PROOFLOAD_LOADER(error_ends_epoch_twin) { return proofload::zoo::error_ends_epoch<proofload::zoo::Variant::twin>(); }
