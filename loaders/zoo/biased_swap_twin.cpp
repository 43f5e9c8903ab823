#include "proofload/loader.hpp"
#include "zoo/biased_swap.hpp"

PROOFLOAD_LOADER(biased_swap_twin) { return proofload::zoo::biased_swap<proofload::zoo::Variant::twin>(); }
