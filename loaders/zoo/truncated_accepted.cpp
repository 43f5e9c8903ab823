#include "zoo/truncated_accepted.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(truncated_accepted) { return proofload::zoo::truncated_accepted<proofload::zoo::Variant::specimen>(); }
