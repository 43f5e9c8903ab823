#include "proofload/loader.hpp"
#include "zoo/seventeen_samples.hpp"

PROOFLOAD_LOADER(seventeen_samples_twin) { return proofload::zoo::seventeen_samples<proofload::zoo::Variant::twin>(); }
