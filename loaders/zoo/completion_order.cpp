#include "zoo/completion_order.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(completion_order) { return proofload::zoo::completion_order<proofload::zoo::Variant::specimen>(); }
