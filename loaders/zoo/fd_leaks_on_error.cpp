#include "zoo/fd_leaks_on_error.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(fd_leaks_on_error) { return proofload::zoo::fd_leaks_on_error<proofload::zoo::Variant::specimen>(); }
