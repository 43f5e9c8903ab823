#include "zoo/steps_as_they_come.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(steps_as_they_come) { return proofload::zoo::steps_as_they_come<proofload::zoo::Variant::specimen>(); }
