#include "zoo/skip_shrinks_batch.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(skip_shrinks_batch) { return proofload::zoo::skip_shrinks_batch<proofload::zoo::Variant::specimen>(); }
