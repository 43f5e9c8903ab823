#include "proofload/loader.hpp"
#include "reference/array_declarations.hpp"

PROOFLOAD_LOADER(npy_arrays) { return proofload::reference::npy_arrays(); }
