#include "proofload/loader.hpp"
#include "zoo/quarantine.hpp"

PROOFLOAD_LOADER(quarantine_twin) { return proofload::zoo::quarantine<proofload::zoo::Variant::twin>(); }
