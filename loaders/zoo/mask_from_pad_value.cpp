#include "zoo/mask_from_pad_value.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(mask_from_pad_value) {
  return proofload::zoo::mask_from_pad_value<proofload::zoo::Variant::specimen>();
}
