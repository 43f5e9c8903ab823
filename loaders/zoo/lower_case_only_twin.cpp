#include "proofload/loader.hpp"
#include "zoo/lower_case_only.hpp"

PROOFLOAD_LOADER(lower_case_only_twin) { return proofload::zoo::lower_case_only<proofload::zoo::Variant::twin>(); }
