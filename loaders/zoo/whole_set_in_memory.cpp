#include "zoo/whole_set_in_memory.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(whole_set_in_memory) {
  return proofload::zoo::whole_set_in_memory<proofload::zoo::Variant::specimen>();
}
