#include "zoo/static_scratch.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(static_scratch) { return proofload::zoo::static_scratch<proofload::zoo::Variant::specimen>(); }
