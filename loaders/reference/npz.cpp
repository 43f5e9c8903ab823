#include "proofload/loader.hpp"
#include "reference/array_declarations.hpp"

PROOFLOAD_LOADER(npz) { return proofload::reference::npz(); }
