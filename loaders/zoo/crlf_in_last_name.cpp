#include "zoo/crlf_in_last_name.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(crlf_in_last_name) { return proofload::zoo::crlf_in_last_name<proofload::zoo::Variant::specimen>(); }
