#include "proofload/loader.hpp"
#include "zoo/labels_from_one.hpp"

PROOFLOAD_LOADER(labels_from_one_twin) { return proofload::zoo::labels_from_one<proofload::zoo::Variant::twin>(); }
