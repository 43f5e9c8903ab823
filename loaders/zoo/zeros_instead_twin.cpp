#include "proofload/loader.hpp"
#include "zoo/zeros_instead.hpp"

PROOFLOAD_LOADER(zeros_instead_twin) { return proofload::zoo::zeros_instead<proofload::zoo::Variant::twin>(); }
