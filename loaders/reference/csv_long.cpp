#include "proofload/loader.hpp"
#include "reference/record_declarations.hpp"

PROOFLOAD_LOADER(csv_long) { return proofload::reference::csv_long(proofload::reference::pad_before); }
