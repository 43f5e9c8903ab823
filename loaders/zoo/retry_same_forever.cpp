#include "zoo/retry_same_forever.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(retry_same_forever) { return proofload::zoo::retry_same_forever<proofload::zoo::Variant::specimen>(); }
