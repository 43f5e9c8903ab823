#include "zoo/with_replacement.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(with_replacement) { return proofload::zoo::with_replacement<proofload::zoo::Variant::specimen>(); }
