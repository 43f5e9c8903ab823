#include "zoo/lower_case_only.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(lower_case_only) { return proofload::zoo::lower_case_only<proofload::zoo::Variant::specimen>(); }
