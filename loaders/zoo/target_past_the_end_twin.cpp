#include "proofload/loader.hpp"
#include "zoo/target_past_the_end.hpp"

PROOFLOAD_LOADER(target_past_the_end_twin) {
  return proofload::zoo::target_past_the_end<proofload::zoo::Variant::twin>();
}
