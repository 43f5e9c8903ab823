#include "proofload/loader.hpp"
#include "zoo/wrong_end_cut.hpp"

PROOFLOAD_LOADER(wrong_end_cut_twin) { return proofload::zoo::wrong_end_cut<proofload::zoo::Variant::twin>(); }
