#include "zoo/two_shuffles.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(two_shuffles) { return proofload::zoo::two_shuffles<proofload::zoo::Variant::specimen>(); }
