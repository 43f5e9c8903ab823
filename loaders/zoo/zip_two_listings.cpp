#include "zoo/zip_two_listings.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(zip_two_listings) { return proofload::zoo::zip_two_listings<proofload::zoo::Variant::specimen>(); }
