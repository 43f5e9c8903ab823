#include "proofload/loader.hpp"
#include "reference/record_declarations.hpp"

PROOFLOAD_LOADER(csv_rows) { return proofload::reference::csv_rows(); }
