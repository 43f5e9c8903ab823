#include "zoo/sixteen_clipped.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(sixteen_clipped) { return proofload::zoo::sixteen_clipped<proofload::zoo::Variant::specimen>(); }
