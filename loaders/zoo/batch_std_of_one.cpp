#include "zoo/batch_std_of_one.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(batch_std_of_one) { return proofload::zoo::batch_std_of_one<proofload::zoo::Variant::specimen>(); }
