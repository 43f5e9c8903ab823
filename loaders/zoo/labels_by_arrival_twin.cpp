#include "proofload/loader.hpp"
#include "zoo/labels_by_arrival.hpp"

PROOFLOAD_LOADER(labels_by_arrival_twin) { return proofload::zoo::labels_by_arrival<proofload::zoo::Variant::twin>(); }
