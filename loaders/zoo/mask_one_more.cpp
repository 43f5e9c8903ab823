#include "zoo/mask_one_more.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(mask_one_more) { return proofload::zoo::mask_one_more<proofload::zoo::Variant::specimen>(); }
