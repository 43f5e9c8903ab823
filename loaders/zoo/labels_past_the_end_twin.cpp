#include "proofload/loader.hpp"
#include "zoo/labels_past_the_end.hpp"

PROOFLOAD_LOADER(labels_past_the_end_twin) {
  return proofload::zoo::labels_past_the_end<proofload::zoo::Variant::twin>();
}
