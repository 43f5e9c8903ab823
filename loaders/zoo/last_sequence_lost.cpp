#include "zoo/last_sequence_lost.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(last_sequence_lost) { return proofload::zoo::last_sequence_lost<proofload::zoo::Variant::specimen>(); }
