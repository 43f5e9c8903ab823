#include "proofload/loader.hpp"
#include "zoo/one_hot_unchecked.hpp"

PROOFLOAD_LOADER(one_hot_unchecked_twin) { return proofload::zoo::one_hot_unchecked<proofload::zoo::Variant::twin>(); }
