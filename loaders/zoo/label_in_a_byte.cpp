#include "zoo/label_in_a_byte.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(label_in_a_byte) { return proofload::zoo::label_in_a_byte<proofload::zoo::Variant::specimen>(); }
