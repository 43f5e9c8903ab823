#include "proofload/loader.hpp"
#include "reference/sequence_declarations.hpp"

PROOFLOAD_LOADER(csv_sequences_bucketed) { return proofload::reference::csv_sequences_bucketed(); }
