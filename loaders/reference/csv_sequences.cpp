#include "proofload/loader.hpp"
#include "reference/sequence_declarations.hpp"

PROOFLOAD_LOADER(csv_sequences) { return proofload::reference::csv_sequences(proofload::reference::pad_behind); }
