#include "proofload/loader.hpp"
#include "zoo/rows_split_at_comma.hpp"

PROOFLOAD_LOADER(rows_split_at_comma_twin) {
  return proofload::zoo::rows_split_at_comma<proofload::zoo::Variant::twin>();
}
