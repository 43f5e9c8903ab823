#include "zoo/int_size_product.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(int_size_product) { return proofload::zoo::int_size_product<proofload::zoo::Variant::specimen>(); }
