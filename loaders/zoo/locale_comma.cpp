#include "zoo/locale_comma.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(locale_comma) { return proofload::zoo::locale_comma<proofload::zoo::Variant::specimen>(); }
