#include "proofload/loader.hpp"
#include "zoo/big_endian_unseen.hpp"

PROOFLOAD_LOADER(big_endian_unseen_twin) { return proofload::zoo::big_endian_unseen<proofload::zoo::Variant::twin>(); }
