#include "zoo/cursor_survives_epoch.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(cursor_survives_epoch) {
  return proofload::zoo::cursor_survives_epoch<proofload::zoo::Variant::specimen>();
}
