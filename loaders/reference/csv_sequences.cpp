#include "proofload/loader.hpp"
#include "reference/csv_sequences_declaration.hpp"

PROOFLOAD_LOADER(csv_sequences) { return proofload::reference::csv_sequences(proofload::reference::pad_behind); }
