#include "zoo/wrong_end_cut.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(wrong_end_cut) { return proofload::zoo::wrong_end_cut<proofload::zoo::Variant::specimen>(); }
