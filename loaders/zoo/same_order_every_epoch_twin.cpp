#include "proofload/loader.hpp"
#include "zoo/same_order_every_epoch.hpp"

PROOFLOAD_LOADER(same_order_every_epoch_twin) {
  return proofload::zoo::same_order_every_epoch<proofload::zoo::Variant::twin>();
}
