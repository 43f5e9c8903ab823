#include "proofload/loader.hpp"
#include "zoo/line_is_record.hpp"

PROOFLOAD_LOADER(line_is_record_twin) { return proofload::zoo::line_is_record<proofload::zoo::Variant::twin>(); }
