#include "proofload/loader.hpp"
#include "zoo/zip_two_listings.hpp"

PROOFLOAD_LOADER(zip_two_listings_twin) { return proofload::zoo::zip_two_listings<proofload::zoo::Variant::twin>(); }
