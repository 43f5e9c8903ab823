#include "zoo/labels_from_one.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(labels_from_one) { return proofload::zoo::labels_from_one<proofload::zoo::Variant::specimen>(); }
