#include "proofload/loader.hpp"
#include "zoo/join_before_drain.hpp"

PROOFLOAD_LOADER(join_before_drain_twin) { return proofload::zoo::join_before_drain<proofload::zoo::Variant::twin>(); }
