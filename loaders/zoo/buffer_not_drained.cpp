#include "zoo/buffer_not_drained.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(buffer_not_drained) { return proofload::zoo::buffer_not_drained<proofload::zoo::Variant::specimen>(); }
