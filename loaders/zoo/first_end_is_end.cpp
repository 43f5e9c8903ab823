#include "zoo/first_end_is_end.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(first_end_is_end) { return proofload::zoo::first_end_is_end<proofload::zoo::Variant::specimen>(); }
