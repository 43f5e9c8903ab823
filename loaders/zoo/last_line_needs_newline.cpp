#include "zoo/last_line_needs_newline.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(last_line_needs_newline) {
  return proofload::zoo::last_line_needs_newline<proofload::zoo::Variant::specimen>();
}
