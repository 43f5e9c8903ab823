#include "proofload/loader.hpp"
#include "reference/idx_declaration.hpp"

PROOFLOAD_LOADER(idx) { return proofload::reference::idx(); }
