#include "zoo/sticky_failbit.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(sticky_failbit) { return proofload::zoo::sticky_failbit<proofload::zoo::Variant::specimen>(); }
