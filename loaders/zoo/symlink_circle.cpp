#include "zoo/symlink_circle.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(symlink_circle) { return proofload::zoo::symlink_circle<proofload::zoo::Variant::specimen>(); }
