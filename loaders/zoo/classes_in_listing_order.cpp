#include "zoo/classes_in_listing_order.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(classes_in_listing_order) {
  return proofload::zoo::classes_in_listing_order<proofload::zoo::Variant::specimen>();
}
