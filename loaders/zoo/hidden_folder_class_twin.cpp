#include "proofload/loader.hpp"
#include "zoo/hidden_folder_class.hpp"

PROOFLOAD_LOADER(hidden_folder_class_twin) {
  return proofload::zoo::hidden_folder_class<proofload::zoo::Variant::twin>();
}
