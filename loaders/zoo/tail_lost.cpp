#include "zoo/tail_lost.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(tail_lost) { return proofload::zoo::tail_lost<proofload::zoo::Variant::specimen>(); }
