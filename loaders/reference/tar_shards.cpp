#include "proofload/loader.hpp"
#include "reference/record_declarations.hpp"

PROOFLOAD_LOADER(tar_shards) { return proofload::reference::tar_shards(proofload::reference::pad_before); }
