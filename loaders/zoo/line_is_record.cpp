#include "zoo/line_is_record.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(line_is_record) { return proofload::zoo::line_is_record<proofload::zoo::Variant::specimen>(); }
