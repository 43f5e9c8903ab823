#include "proofload/loader.hpp"
#include "zoo/fields_zipped.hpp"

PROOFLOAD_LOADER(fields_zipped_twin) { return proofload::zoo::fields_zipped<proofload::zoo::Variant::twin>(); }
