#include "zoo/labels_by_arrival.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(labels_by_arrival) { return proofload::zoo::labels_by_arrival<proofload::zoo::Variant::specimen>(); }
