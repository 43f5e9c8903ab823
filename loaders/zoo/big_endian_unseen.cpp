#include "zoo/big_endian_unseen.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(big_endian_unseen) { return proofload::zoo::big_endian_unseen<proofload::zoo::Variant::specimen>(); }
