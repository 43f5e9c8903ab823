#include "zoo/idx_guessed_order.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(idx_guessed_order) { return proofload::zoo::idx_guessed_order<proofload::zoo::Variant::specimen>(); }
