#include "zoo/split_at_comma.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(split_at_comma) { return proofload::zoo::split_at_comma<proofload::zoo::Variant::specimen>(); }
