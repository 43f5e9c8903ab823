#include "proofload/loader.hpp"
#include "reference/sequence_declarations.hpp"

PROOFLOAD_LOADER(text_sequences) { return proofload::reference::text_sequences(proofload::reference::pad_before); }
