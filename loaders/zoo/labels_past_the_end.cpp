#include "zoo/labels_past_the_end.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(labels_past_the_end) {
  return proofload::zoo::labels_past_the_end<proofload::zoo::Variant::specimen>();
}
