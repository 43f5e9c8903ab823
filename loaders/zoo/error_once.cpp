#include "zoo/error_once.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(error_once) { return proofload::zoo::error_once<proofload::zoo::Variant::specimen>(); }
