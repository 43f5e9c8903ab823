#include "zoo/int_divide.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(int_divide) { return proofload::zoo::int_divide<proofload::zoo::Variant::specimen>(); }
