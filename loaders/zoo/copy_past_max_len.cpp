#include "zoo/copy_past_max_len.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(copy_past_max_len) { return proofload::zoo::copy_past_max_len<proofload::zoo::Variant::specimen>(); }
