#include "proofload/loader.hpp"
#include "zoo/border_below.hpp"

PROOFLOAD_LOADER(border_below_twin) { return proofload::zoo::border_below<proofload::zoo::Variant::twin>(); }
