#include "zoo/last_window_missing.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(last_window_missing) {
  return proofload::zoo::last_window_missing<proofload::zoo::Variant::specimen>();
}
