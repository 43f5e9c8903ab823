#include "proofload/loader.hpp"
#include "zoo/crlf_in_last_name.hpp"

PROOFLOAD_LOADER(crlf_in_last_name_twin) { return proofload::zoo::crlf_in_last_name<proofload::zoo::Variant::twin>(); }
