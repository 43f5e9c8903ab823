#include "proofload/loader.hpp"
#include "zoo/rows_line_is_record.hpp"

PROOFLOAD_LOADER(rows_line_is_record_twin) {
  return proofload::zoo::rows_line_is_record<proofload::zoo::Variant::twin>();
}
