#include "zoo/header_trusted.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(header_trusted) { return proofload::zoo::header_trusted<proofload::zoo::Variant::specimen>(); }
