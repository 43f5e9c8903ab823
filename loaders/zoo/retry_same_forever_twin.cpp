#include "proofload/loader.hpp"
#include "zoo/retry_same_forever.hpp"

PROOFLOAD_LOADER(retry_same_forever_twin) {
  return proofload::zoo::retry_same_forever<proofload::zoo::Variant::twin>();
}
