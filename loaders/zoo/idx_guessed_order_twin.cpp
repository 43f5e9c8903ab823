#include "proofload/loader.hpp"
#include "zoo/idx_guessed_order.hpp"

PROOFLOAD_LOADER(idx_guessed_order_twin) { return proofload::zoo::idx_guessed_order<proofload::zoo::Variant::twin>(); }
