#include "zoo/windows_cross_series.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(windows_cross_series) {
  return proofload::zoo::windows_cross_series<proofload::zoo::Variant::specimen>();
}
