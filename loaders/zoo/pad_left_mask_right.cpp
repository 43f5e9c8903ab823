#include "zoo/pad_left_mask_right.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(pad_left_mask_right) {
  return proofload::zoo::pad_left_mask_right<proofload::zoo::Variant::specimen>();
}
