#include "proofload/loader.hpp"
#include "zoo/unguarded_stb.hpp"

PROOFLOAD_LOADER(unguarded_stb_twin) { return proofload::zoo::unguarded_stb<proofload::zoo::Variant::twin>(); }
