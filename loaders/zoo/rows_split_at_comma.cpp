#include "zoo/rows_split_at_comma.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(rows_split_at_comma) {
  return proofload::zoo::rows_split_at_comma<proofload::zoo::Variant::specimen>();
}
