#include "zoo/zeros_instead.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(zeros_instead) { return proofload::zoo::zeros_instead<proofload::zoo::Variant::specimen>(); }
