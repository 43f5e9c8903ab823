#include "zoo/unguarded_stb.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(unguarded_stb) { return proofload::zoo::unguarded_stb<proofload::zoo::Variant::specimen>(); }
