#include "zoo/same_tail_dropped.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(same_tail_dropped) { return proofload::zoo::same_tail_dropped<proofload::zoo::Variant::specimen>(); }
