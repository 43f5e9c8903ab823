#include "proofload/loader.hpp"
#include "zoo/cursor_survives_epoch.hpp"

PROOFLOAD_LOADER(cursor_survives_epoch_twin) {
  return proofload::zoo::cursor_survives_epoch<proofload::zoo::Variant::twin>();
}
