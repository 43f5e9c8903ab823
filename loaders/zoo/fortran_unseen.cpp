#include "zoo/fortran_unseen.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(fortran_unseen) { return proofload::zoo::fortran_unseen<proofload::zoo::Variant::specimen>(); }
