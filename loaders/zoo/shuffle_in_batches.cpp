#include "zoo/shuffle_in_batches.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(shuffle_in_batches) { return proofload::zoo::shuffle_in_batches<proofload::zoo::Variant::specimen>(); }
