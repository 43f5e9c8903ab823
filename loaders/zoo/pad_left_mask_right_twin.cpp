#include "proofload/loader.hpp"
#include "zoo/pad_left_mask_right.hpp"

PROOFLOAD_LOADER(pad_left_mask_right_twin) {
  return proofload::zoo::pad_left_mask_right<proofload::zoo::Variant::twin>();
}
