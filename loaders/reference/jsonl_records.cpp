#include "proofload/loader.hpp"
#include "reference/record_declarations.hpp"

PROOFLOAD_LOADER(jsonl_records) { return proofload::reference::jsonl_records(proofload::reference::pad_behind); }
