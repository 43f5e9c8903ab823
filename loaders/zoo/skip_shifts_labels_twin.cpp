#include "proofload/loader.hpp"
#include "zoo/skip_shifts_labels.hpp"

PROOFLOAD_LOADER(skip_shifts_labels_twin) {
  return proofload::zoo::skip_shifts_labels<proofload::zoo::Variant::twin>();
}
