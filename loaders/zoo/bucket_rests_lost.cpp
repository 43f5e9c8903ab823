#include "zoo/bucket_rests_lost.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(bucket_rests_lost) { return proofload::zoo::bucket_rests_lost<proofload::zoo::Variant::specimen>(); }
