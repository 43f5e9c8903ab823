#include "proofload/loader.hpp"
#include "zoo/fortran_unseen.hpp"

PROOFLOAD_LOADER(fortran_unseen_twin) { return proofload::zoo::fortran_unseen<proofload::zoo::Variant::twin>(); }
