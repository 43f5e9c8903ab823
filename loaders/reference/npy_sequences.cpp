#include "proofload/loader.hpp"
#include "reference/sequence_declarations.hpp"

PROOFLOAD_LOADER(npy_sequences) { return proofload::reference::npy_sequences(proofload::reference::pad_to_length); }
