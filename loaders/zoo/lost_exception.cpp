#include "zoo/lost_exception.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(lost_exception) { return proofload::zoo::lost_exception<proofload::zoo::Variant::specimen>(); }
