#include "proofload/loader.hpp"
#include "zoo/whole_set_in_memory.hpp"

PROOFLOAD_LOADER(whole_set_in_memory_twin) {
  return proofload::zoo::whole_set_in_memory<proofload::zoo::Variant::twin>();
}
