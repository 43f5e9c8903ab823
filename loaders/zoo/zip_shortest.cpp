#include "zoo/zip_shortest.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(zip_shortest) { return proofload::zoo::zip_shortest<proofload::zoo::Variant::specimen>(); }
