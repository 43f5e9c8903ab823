#include "zoo/npy_short_read.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(npy_short_read) { return proofload::zoo::npy_short_read<proofload::zoo::Variant::specimen>(); }
