#include "proofload/loader.hpp"
#include "zoo/label_in_a_byte.hpp"

PROOFLOAD_LOADER(label_in_a_byte_twin) { return proofload::zoo::label_in_a_byte<proofload::zoo::Variant::twin>(); }
