#include "zoo/by_extension.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(by_extension) { return proofload::zoo::by_extension<proofload::zoo::Variant::specimen>(); }
