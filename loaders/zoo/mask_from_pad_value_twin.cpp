#include "proofload/loader.hpp"
#include "zoo/mask_from_pad_value.hpp"

PROOFLOAD_LOADER(mask_from_pad_value_twin) {
  return proofload::zoo::mask_from_pad_value<proofload::zoo::Variant::twin>();
}
