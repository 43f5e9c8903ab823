#include "zoo/one_batch_too_many.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(one_batch_too_many) { return proofload::zoo::one_batch_too_many<proofload::zoo::Variant::specimen>(); }
