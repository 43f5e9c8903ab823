#include "proofload/loader.hpp"
#include "zoo/int_divide.hpp"

PROOFLOAD_LOADER(int_divide_twin) { return proofload::zoo::int_divide<proofload::zoo::Variant::twin>(); }
