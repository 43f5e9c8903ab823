#include "zoo/quarantine.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(quarantine) { return proofload::zoo::quarantine<proofload::zoo::Variant::specimen>(); }
