#include "zoo/target_of_window_end.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(target_of_window_end) {
  return proofload::zoo::target_of_window_end<proofload::zoo::Variant::specimen>();
}
