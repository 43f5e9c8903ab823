#include "proofload/loader.hpp"
#include "reference/sequence_declarations.hpp"

PROOFLOAD_LOADER(jsonl_sequences) { return proofload::reference::jsonl_sequences(proofload::reference::pad_before); }
