#include "zoo/next_instead.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(next_instead) { return proofload::zoo::next_instead<proofload::zoo::Variant::specimen>(); }
