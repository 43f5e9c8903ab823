#include "zoo/one_hot_unchecked.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(one_hot_unchecked) { return proofload::zoo::one_hot_unchecked<proofload::zoo::Variant::specimen>(); }
