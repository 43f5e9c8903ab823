#include "zoo/wrap_tail.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(wrap_tail) { return proofload::zoo::wrap_tail<proofload::zoo::Variant::specimen>(); }
