#include "proofload/loader.hpp"
#include "zoo/last_window_missing.hpp"

PROOFLOAD_LOADER(last_window_missing_twin) {
  return proofload::zoo::last_window_missing<proofload::zoo::Variant::twin>();
}
