#include "proofload/loader.hpp"
#include "zoo/spec_of_first_file.hpp"

PROOFLOAD_LOADER(spec_of_first_file_twin) {
  return proofload::zoo::spec_of_first_file<proofload::zoo::Variant::twin>();
}
