#include "zoo/skip_shifts_labels.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(skip_shifts_labels) { return proofload::zoo::skip_shifts_labels<proofload::zoo::Variant::specimen>(); }
