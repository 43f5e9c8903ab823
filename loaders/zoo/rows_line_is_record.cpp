#include "zoo/rows_line_is_record.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(rows_line_is_record) {
  return proofload::zoo::rows_line_is_record<proofload::zoo::Variant::specimen>();
}
