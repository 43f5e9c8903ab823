#include "zoo/same_order_every_epoch.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(same_order_every_epoch) {
  return proofload::zoo::same_order_every_epoch<proofload::zoo::Variant::specimen>();
}
