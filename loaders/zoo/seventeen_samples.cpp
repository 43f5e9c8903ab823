#include "zoo/seventeen_samples.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(seventeen_samples) { return proofload::zoo::seventeen_samples<proofload::zoo::Variant::specimen>(); }
