#include "zoo/biased_swap.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(biased_swap) { return proofload::zoo::biased_swap<proofload::zoo::Variant::specimen>(); }
