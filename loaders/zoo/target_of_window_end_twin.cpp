#include "proofload/loader.hpp"
#include "zoo/target_of_window_end.hpp"

PROOFLOAD_LOADER(target_of_window_end_twin) {
  return proofload::zoo::target_of_window_end<proofload::zoo::Variant::twin>();
}
