#include "zoo/hidden_folder_class.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(hidden_folder_class) {
  return proofload::zoo::hidden_folder_class<proofload::zoo::Variant::specimen>();
}
