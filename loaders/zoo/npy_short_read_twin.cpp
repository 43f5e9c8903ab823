#include "proofload/loader.hpp"
#include "zoo/npy_short_read.hpp"

PROOFLOAD_LOADER(npy_short_read_twin) { return proofload::zoo::npy_short_read<proofload::zoo::Variant::twin>(); }
