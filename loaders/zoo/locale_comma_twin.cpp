#include "proofload/loader.hpp"
#include "zoo/locale_comma.hpp"

PROOFLOAD_LOADER(locale_comma_twin) { return proofload::zoo::locale_comma<proofload::zoo::Variant::twin>(); }
