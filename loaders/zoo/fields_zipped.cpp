#include "zoo/fields_zipped.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(fields_zipped) { return proofload::zoo::fields_zipped<proofload::zoo::Variant::specimen>(); }
