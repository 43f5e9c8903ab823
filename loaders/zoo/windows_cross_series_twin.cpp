#include "proofload/loader.hpp"
#include "zoo/windows_cross_series.hpp"

PROOFLOAD_LOADER(windows_cross_series_twin) {
  return proofload::zoo::windows_cross_series<proofload::zoo::Variant::twin>();
}
