#include "proofload/loader.hpp"
#include "zoo/classes_in_listing_order.hpp"

PROOFLOAD_LOADER(classes_in_listing_order_twin) {
  return proofload::zoo::classes_in_listing_order<proofload::zoo::Variant::twin>();
}
