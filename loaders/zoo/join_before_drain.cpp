#include "zoo/join_before_drain.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(join_before_drain) { return proofload::zoo::join_before_drain<proofload::zoo::Variant::specimen>(); }
