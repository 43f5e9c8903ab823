#include "proofload/loader.hpp"
#include "zoo/sticky_failbit.hpp"

PROOFLOAD_LOADER(sticky_failbit_twin) { return proofload::zoo::sticky_failbit<proofload::zoo::Variant::twin>(); }
