#include "proofload/loader.hpp"
#include "zoo/stack_by_first.hpp"

PROOFLOAD_LOADER(stack_by_first_twin) { return proofload::zoo::stack_by_first<proofload::zoo::Variant::twin>(); }
