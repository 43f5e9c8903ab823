#include "proofload/loader.hpp"
#include "zoo/copy_past_max_len.hpp"

PROOFLOAD_LOADER(copy_past_max_len_twin) { return proofload::zoo::copy_past_max_len<proofload::zoo::Variant::twin>(); }
