#include "proofload/loader.hpp"
#include "zoo/batch_std_of_one.hpp"

PROOFLOAD_LOADER(batch_std_of_one_twin) { return proofload::zoo::batch_std_of_one<proofload::zoo::Variant::twin>(); }
