#include "proofload/loader.hpp"
#include "zoo/zip_shortest.hpp"

PROOFLOAD_LOADER(zip_shortest_twin) { return proofload::zoo::zip_shortest<proofload::zoo::Variant::twin>(); }
