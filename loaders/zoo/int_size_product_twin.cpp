#include "proofload/loader.hpp"
#include "zoo/int_size_product.hpp"

PROOFLOAD_LOADER(int_size_product_twin) { return proofload::zoo::int_size_product<proofload::zoo::Variant::twin>(); }
