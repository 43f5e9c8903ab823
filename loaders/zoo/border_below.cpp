#include "zoo/border_below.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(border_below) { return proofload::zoo::border_below<proofload::zoo::Variant::specimen>(); }
