#include "zoo/spec_of_first_file.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(spec_of_first_file) { return proofload::zoo::spec_of_first_file<proofload::zoo::Variant::specimen>(); }
