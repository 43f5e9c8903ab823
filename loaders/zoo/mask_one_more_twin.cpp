#include "proofload/loader.hpp"
#include "zoo/mask_one_more.hpp"

PROOFLOAD_LOADER(mask_one_more_twin) { return proofload::zoo::mask_one_more<proofload::zoo::Variant::twin>(); }
