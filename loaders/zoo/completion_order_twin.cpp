#include "proofload/loader.hpp"
#include "zoo/completion_order.hpp"

PROOFLOAD_LOADER(completion_order_twin) { return proofload::zoo::completion_order<proofload::zoo::Variant::twin>(); }
