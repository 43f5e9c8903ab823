#include "proofload/loader.hpp"
#include "zoo/fd_leaks_on_error.hpp"

PROOFLOAD_LOADER(fd_leaks_on_error_twin) { return proofload::zoo::fd_leaks_on_error<proofload::zoo::Variant::twin>(); }
