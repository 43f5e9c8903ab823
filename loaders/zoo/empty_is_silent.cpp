#include "zoo/empty_is_silent.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(empty_is_silent) { return proofload::zoo::empty_is_silent<proofload::zoo::Variant::specimen>(); }
