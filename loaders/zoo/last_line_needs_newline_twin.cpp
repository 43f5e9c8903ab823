#include "proofload/loader.hpp"
#include "zoo/last_line_needs_newline.hpp"

PROOFLOAD_LOADER(last_line_needs_newline_twin) {
  return proofload::zoo::last_line_needs_newline<proofload::zoo::Variant::twin>();
}
