#include "proofload/loader.hpp"
#include "zoo/rows_bom_in_header.hpp"

PROOFLOAD_LOADER(rows_bom_in_header_twin) {
  return proofload::zoo::rows_bom_in_header<proofload::zoo::Variant::twin>();
}
