#include "zoo/target_past_the_end.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(target_past_the_end) {
  return proofload::zoo::target_past_the_end<proofload::zoo::Variant::specimen>();
}
