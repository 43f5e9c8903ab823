#include "proofload/loader.hpp"
#include "zoo/bucket_rests_lost.hpp"

PROOFLOAD_LOADER(bucket_rests_lost_twin) { return proofload::zoo::bucket_rests_lost<proofload::zoo::Variant::twin>(); }
