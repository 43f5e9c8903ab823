#include "zoo/empty_sequence_nan.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(empty_sequence_nan) { return proofload::zoo::empty_sequence_nan<proofload::zoo::Variant::specimen>(); }
