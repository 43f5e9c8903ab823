#include "zoo/stack_by_first.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(stack_by_first) { return proofload::zoo::stack_by_first<proofload::zoo::Variant::specimen>(); }
